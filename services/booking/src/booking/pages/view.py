"""What a page shows, before it is HTML."""

from dataclasses import dataclass, field
from enum import StrEnum

from booking.pages.texts import Language


class Tone(StrEnum):
    """How the page feels at first sight; the words say the same, for those who see no colour."""

    GOOD = "good"
    WAITING = "waiting"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    time: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LateForm:
    title: str
    hint: str
    choices: list[Choice]
    time: str
    send: str
    unknown: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A form of one button that posts to `action` under the page; without `posts` a plain link to it.

    `elsewhere`: `action` is the path of another page.
    """

    action: str
    text: str
    weight: str = "quiet"
    posts: bool = True
    elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a page shows, from top to bottom as it stands in the template.

    `why` is the explanation of a decision, in the decision's own words. `refused` says why what was asked for did
    not happen; `looks_again` asks the browser to reload in so many seconds.
    """

    language: Language
    title: str
    tone: Tone
    venue_name: str | None = None
    lead: list[str] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    code: tuple[str, str] | None = None
    why: tuple[str, str] | None = None
    late: LateForm | None = None
    buttons: list[Button] = field(default_factory=list)
    terms: tuple[str, list[str]] | None = None
    footnote: str | None = None
    refused: list[str] = field(default_factory=list)
    status: int = 200
    looks_again: int | None = None
