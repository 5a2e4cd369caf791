"""A letter: what a template and the facts make together."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from notify.adapters.letters.sandbox import TemplateRefused, run_template
from notify.adapters.letters.templates import Template
from notify.adapters.letters.variables import LISTS
from notify.domain.language import Language
from notify.domain.safe_text import one_line

_LONGEST_SUBJECT = 180


@dataclass(frozen=True, slots=True)
class Letter:
    """`calendar` is an iCalendar object and `method` its iTIP method, or both are empty."""

    subject: str
    text: str
    html: str
    calendar: str = ""
    method: str = ""


def write_letter(template: Template, words: Mapping[str, Any], *, language: Language) -> Letter:
    """Fill the template in. Raises TemplateRefused, also when subject or text come out empty."""
    subject = one_line(run_template(template.subject, words, language=language, lists=LISTS), _LONGEST_SUBJECT)
    text = run_template(template.text, words, language=language, lists=LISTS)
    if not subject or not text:
        raise TemplateRefused("the subject or the text comes out empty")
    return Letter(subject=subject, text=text, html=_as_html(text, language, str(words.get("link", ""))))


def _as_html(text: str, language: Language, link: str) -> str:
    """The same words as the text, each escaped; only our own link becomes a link."""
    body = "".join(_paragraph(block, link) for block in text.split("\n\n"))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"></head>'
        '<body style="font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:1rem auto;padding:0 1rem">'
        f"{body}</body></html>"
    )


def _paragraph(block: str, link: str) -> str:
    lines = [_line(line, link) for line in block.strip("\n").split("\n")]
    return f"<p>{'<br>'.join(lines)}</p>"


def _line(line: str, link: str) -> str:
    escaped = html.escape(line)
    if link and line.strip() == link:
        return f'<a href="{escaped.strip()}">{escaped.strip()}</a>'
    return escaped
