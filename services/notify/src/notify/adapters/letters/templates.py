"""Templates: a subject and a text. The shipped ones are files; a tenant's own override them, part by part."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from notify.domain.kinds import Kind
from notify.domain.language import LANGUAGES, Language

_FOLDER = Path(__file__).parent / "templates"
_SEPARATOR = "\n---\n"


@dataclass(frozen=True, slots=True)
class Template:
    """`version` names exactly this wording: it is pinned on each message, and its wording never changes."""

    version: str
    subject: str
    text: str


@cache
def shipped_template(kind: Kind, language: Language) -> Template:
    """The template that comes with the product."""
    source = (_FOLDER / language / f"{kind}.txt").read_text(encoding="utf-8")
    subject, _, text = source.partition(_SEPARATOR)
    digest = hashlib.sha256(source.encode()).hexdigest()[:12]
    return Template(version=f"shipped:{kind}:{language}:{digest}", subject=subject, text=text)


def all_shipped() -> list[tuple[Kind, Language, Template]]:
    """Every kind in every language."""
    return [(kind, language, shipped_template(kind, language)) for kind in Kind for language in LANGUAGES]
