from messaging.heard import Heard

from notify.adapters.work import Work
from notify.commands.withdraw_messages import withdraw_messages
from notify.domain.kinds import Kind
from notify.heard import WaitlistLeft


async def when_offer_is_settled_drop_its_message(heard: Heard[WaitlistLeft], work: Work) -> None:
    """Accepted, declined or withdrawn, or the party has left: an offer that was not sent yet is dropped."""
    await withdraw_messages(
        {Kind.OFFERED}, work, tenant=heard.tenant, entry_id=heard.data.entry.id, why="the offer has been settled"
    )
