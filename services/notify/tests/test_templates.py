"""A template of a stranger can say what it was given to say, and nothing else."""

import pytest
from notify.adapters.letters.sandbox import TemplateRefused, run_template
from notify.adapters.letters.templates import Template, all_shipped
from notify.adapters.letters.trial import try_out
from notify.adapters.letters.variables import LISTS
from notify.domain.kinds import Kind
from notify.domain.language import LANGUAGES, Language


def published(text: str, kind: Kind = Kind.RELEASED, language: Language = "en") -> None:
    try_out(kind, language, Template(version="trial", subject="A table", text=text))


def test_every_shipped_template_passes_its_own_trial() -> None:
    for kind, language, template in all_shipped():
        try_out(kind, language, template)
    assert len(all_shipped()) == len(Kind) * len(LANGUAGES)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ venue_name.__init__ }}",
        "{{ venue_name['__class__'] }}",
        "{{ venue_name|attr('__class__') }}",
        "{{ self }}",
        "{{ cycler }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ config }}",
        "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
        "{% for a in free_starts %}{% for b in free_starts %}x{% endfor %}{% endfor %}",
        "{% for a in venue_name %}x{% endfor %}",
        "{% for a in free_starts recursive %}{{ loop(free_starts) }}{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ '{0.__class__}'.format(venue_name) }}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% set x = 1 %}",
        "{% block a %}{% endblock %}",
        "{% call count(1, 'guest') %}{% endcall %}",
        "{{ count(*free_starts) }}",
        "{{ count(party, 'elephant') }}",
        "{{ count(venue_name, 'guest') }}",
        "{{ venue_name | center(100000000) }}",
        "{{ link | urlize }}",
        "{{ missing }}",
        "{% if missing %}{% endif %}",
        "{{ venue_name ",
        "{% if party %}",
        "{% for %}",
        "x" * 9000,
        "",
        "   ",
        "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
        "{% if party %}" * 400 + "{% endif %}" * 400,
        "{{ venue_name(1) }}",
        "{{ guest_name ~ [1, 2] }}",
        "{% filter upper %}x{% endfilter %}",
        "{% autoescape false %}x{% endautoescape %}",
        "{% with a = 1 %}{{ a }}{% endwith %}",
    ],
)
def test_what_is_not_allowed_is_refused_when_it_is_published(text: str) -> None:
    with pytest.raises(TemplateRefused):
        published(text)


def test_a_refusal_says_where_and_what_is_allowed() -> None:
    with pytest.raises(TemplateRefused, match=r"line 2: 'untill' is not among the variables: .*until"):
        published("Hello\n{{ untill }}")


def test_what_is_written_into_a_variable_is_never_run() -> None:
    words = {"guest_name": "{{ 7 * 7 }}"}
    assert run_template("Dear {{ guest_name }}", words, language="en", lists=LISTS) == "Dear {{ 7 * 7 }}"


def test_an_offer_without_its_link_is_refused() -> None:
    with pytest.raises(TemplateRefused, match="link"):
        published("A table is free: {{ when }}", Kind.OFFERED)
    published("A table is free: {{ when }}\n{{ link }}", Kind.OFFERED)


def test_a_plain_wording_is_taken() -> None:
    published(
        "{{ count(party, 'guest') }}: {% for t in free_starts %}{{ t }} {% endfor %}{{ link if until else code }}"
    )
