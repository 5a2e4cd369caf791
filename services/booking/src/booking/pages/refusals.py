"""What a guest reads when a rule stood in the way."""

from booking.domain.errors import NoPlace, RuleBroken
from booking.pages.eta import TimeUnreadable
from booking.pages.texts import CATALOGUES
from booking.pages.wording import Wording

_MOST_STARTS = 3


def refusal(error: RuleBroken | TimeUnreadable, say: Wording) -> list[str]:
    """Kind sentences, without blame."""
    if isinstance(error, TimeUnreadable):
        return [say.say("refused.time_unreadable")]
    key = f"refused.{type(error).__name__}"
    sentences = [say.say(key if key in CATALOGUES[say.language] else "refused.other")]
    if isinstance(error, NoPlace) and error.free_starts:
        starts = ", ".join(say.clock(start) for start in error.free_starts[:_MOST_STARTS])
        sentences.append(say.say("refused.NoPlace.starts", starts=starts))
    return sentences
