"""Trying a template out before it may be used: what is missing fails now, not at seven in the evening."""

from dataclasses import replace
from datetime import timedelta

from notify.adapters.letters.context import context_of
from notify.adapters.letters.examples import COUNTS, LINK, NOON, TERMS, examples
from notify.adapters.letters.letter import write_letter
from notify.adapters.letters.sandbox import TemplateRefused
from notify.adapters.letters.templates import Template
from notify.domain.facts import Facts
from notify.domain.kinds import Kind
from notify.domain.language import Language

_NAMES = ("Anna", "")


def try_out(kind: Kind, language: Language, template: Template) -> None:
    """Fill the template in with every example of its kind. Raises TemplateRefused for the first that fails.

    An offer without its link could not be answered: the link must come out.
    """
    for facts in _all_examples(kind):
        for name in _NAMES:
            words = context_of(
                kind,
                facts,
                language=language,
                guest_name=name,
                link=LINK,
                terms=TERMS if name else "",
                now=NOON - timedelta(minutes=51),
            )
            letter = write_letter(template, words, language=language)
            if kind is Kind.OFFERED and LINK not in letter.text:
                raise TemplateRefused("an offer must show {{ link }}: without it nobody can accept or decline")


def _all_examples(kind: Kind) -> list[Facts]:
    first, *others = examples(kind)
    return [*(_with_party(first, party) for party in COUNTS), *others]


def _with_party(facts: Facts, party: int) -> Facts:
    if facts.booking is not None:
        return replace(facts, booking=replace(facts.booking, party=party))
    if facts.entry is not None:
        return replace(facts, entry=replace(facts.entry, party=party))
    return facts
