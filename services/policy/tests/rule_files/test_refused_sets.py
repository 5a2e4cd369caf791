"""Malformed sets: each is refused at once, with line, rule, fact and what is allowed."""

import time

import pytest
from policy.adapters.rule_files import MAX_BYTES, read_json_rule_set, read_yaml_rule_set
from policy.domain.document import Finding, RuleSetRefused

HEAD = "decision: late_arrival.hold\nrules:\n"


def findings_of(text: str | bytes) -> tuple[Finding, ...]:
    data = text.encode() if isinstance(text, str) else text
    began = time.thread_time()
    with pytest.raises(RuleSetRefused) as refused:
        read_yaml_rule_set(data)
    assert time.thread_time() - began < 2
    return refused.value.findings


def rule(when: str = "{}", then: str = "hold", more: str = "") -> str:
    return f"{HEAD}  - {{id: one, when: {when}, then: {then}{more}}}\n"


@pytest.mark.parametrize(
    ("when", "code", "fact"),
    [
        ("{minute_late: 0..4}", "unknown_fact", "minute_late"),
        ("{weather: rain}", "unknown_fact", "weather"),
        ("{Standing: new}", "unknown_fact", "Standing"),
        ("{minutes_late: 14..0}", "bad_range", "minutes_late"),
        ("{minutes_late: ..}", "bad_range", "minutes_late"),
        ("{minutes_late: 0...4}", "bad_range", "minutes_late"),
        ("{minutes_late: 0-4}", "bad_range", "minutes_late"),
        ("{minutes_late: '< 15'}", "bad_range", "minutes_late"),
        ("{minutes_late: 15 min}", "bad_range", "minutes_late"),
        ("{minutes_late: 0..9999}", "out_of_range", "minutes_late"),
        ("{minutes_late: -5..4}", "out_of_range", "minutes_late"),
        ("{party: 0}", "out_of_range", "party"),
        ("{party: 1000}", "out_of_range", "party"),
        ("{party: true}", "wrong_type", "party"),
        ("{party: {from: 1}}", "wrong_type", "party"),
        ("{party: ~}", "wrong_type", "party"),
        ("{party: unknown}", "bad_range", "party"),
        ("{guarantee: cash}", "unknown_value", "guarantee"),
        ("{guarantee: Card}", "unknown_value", "guarantee"),
        ("{guarantee: null}", "wrong_type", "guarantee"),
        ("{standing: 1}", "wrong_type", "standing"),
        ("{standing: unknown}", "unknown_value", "standing"),
        ("{standing: []}", "empty_cell", "standing"),
        ("{eta_minutes_late: [0..10, 5..20]}", "overlapping_ranges", "eta_minutes_late"),
        ("{eta_minutes_late: [0..10, 10..20]}", "overlapping_ranges", "eta_minutes_late"),
        ("{eta_minutes_late: [[0..10]]}", "wrong_type", "eta_minutes_late"),
        ("{wall_minute: 22:30}", "bad_range", "wall_minute"),
        ("{wall_minute: '{{7*7}}'}", "bad_range", "wall_minute"),
    ],
)
def test_a_wrong_cell_names_its_rule_its_fact_and_what_is_allowed(when: str, code: str, fact: str) -> None:
    (found, *others) = findings_of(rule(when))
    assert others == []
    assert (found.code, found.line, found.rule, found.fact) == (code, 3, "one", fact)
    assert found.allowed


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (rule(then="keep"), "unknown_action", 3),
        (rule(then="Hold"), "unknown_action", 3),
        (rule(then="[hold]"), "unknown_action", 3),
        (f"{HEAD}  - {{id: one, when: {{}}}}\n", "unknown_action", 3),
        (f"{HEAD}  - {{id: one, then: hold}}\n", "missing_key", 3),
        (rule(more=", priority: 1"), "unknown_key", 3),
        (rule(more=", When: {}"), "unknown_key", 3),
        (rule(when="[minutes_late]"), "wrong_type", 3),
        (rule(when="always"), "wrong_type", 3),
        (f"{HEAD}  - hold\n", "wrong_type", 3),
        (f"{HEAD}  - {{when: {{}}, then: hold}}\n", "bad_rule_id", 3),
        (f"{HEAD}  - {{id: 1, when: {{}}, then: hold}}\n", "bad_rule_id", 3),
        (f"{HEAD}  - {{id: Hold 15, when: {{}}, then: hold}}\n", "bad_rule_id", 3),
        (f"{HEAD}  - {{id: {'a' * 65}, when: {{}}, then: hold}}\n", "bad_rule_id", 3),
        (rule() + "  - {id: one, when: {}, then: hold}\n", "duplicate_rule", 4),
        (rule(more=", exception_to: two"), "unknown_rule", 3),
        (rule(more=", exception_to: [two]"), "wrong_type", 3),
        (rule(more=", exception_to: one"), "exception_cycle", 3),
        (
            HEAD
            + "  - {id: a, when: {}, then: hold, exception_to: c}\n  - {id: b, when: {}, then: hold, exception_to: a}\n"
            + "  - {id: c, when: {}, then: hold, exception_to: b}\n",
            "exception_cycle",
            3,
        ),
        (rule(more=", because: you called"), "wrong_type", 3),
        (rule(more=", because: {en: you called}"), "missing_language", 3),
        (rule(more=", because: {en: you called, ru: вы звонили, de: angerufen}"), "unknown_language", 3),
        (rule(more=", because: {en: '', ru: вы звонили}"), "wrong_type", 3),
        (rule(more=", because: {en: '{{config}}', ru: вы звонили}"), "bad_text", 3),
        (rule(more=", because: {en: '<script>', ru: вы звонили}"), "bad_text", 3),
        (rule(more=', because: {en: "a\\nb", ru: вы звонили}'), "bad_text", 3),
        (rule(more=f", because: {{en: {'a' * 301}, ru: вы звонили}}"), "text_too_long", 3),
        ("decision: gift\nrules: []\n", "unknown_decision", 1),
        ("rules: []\n", "unknown_decision", 1),
        ("decision: late_arrival.hold\n", "no_rules", 1),
        ("decision: late_arrival.hold\nrules: []\n", "no_rules", 2),
        ("decision: late_arrival.hold\nrules: {a: 1}\n", "no_rules", 2),
        (rule() + "version: 1.1\n", "not_an_integer", 4),
        (rule() + "extra: 1\n", "unknown_key", 4),
        ("- a\n- b\n", "wrong_type", 1),
        ("hold\n", "wrong_type", 1),
        (rule() + "demands: [{never_better: minutes_late}]\n", "bad_demand", 4),
        (rule() + "demands: [{never_worse_when_higher: mood}]\n", "unknown_fact", 4),
        (rule() + "demands: [{never_worse_when_higher: guarantee}]\n", "bad_demand", 4),
        (rule() + "demands: [{never_worse_when_known: party}]\n", "bad_demand", 4),
        (rule() + "demands: all\n", "wrong_type", 4),
        (rule() + "guards: [{never: bite, when: {}}]\n", "unknown_action", 4),
        (rule() + "guards: [{when: {}}]\n", "bad_guard", 4),
        (rule() + "guards: [{never: hold, always: hold}]\n", "bad_guard", 4),
        (rule() + "guards: [{never: hold, when: {mood: bad}}]\n", "unknown_fact", 4),
        (rule() + "tests: [{given: {}, expect: {action: hold}}]\n", "bad_test", 4),
        (rule() + "tests: [{name: a, given: {mood: 1}, expect: {action: hold}}]\n", "unknown_fact", 4),
        (rule() + "tests: [{name: a, given: {party: 0}, expect: {action: hold}}]\n", "unknown_value", 4),
        (rule() + "tests: [{name: a, given: {party: 2}, expect: {action: hold}}]\n", "missing_fact", 4),
    ],
)
def test_a_wrong_shape_names_its_line(text: str, code: str, line: int) -> None:
    found = findings_of(text)[0]
    assert (found.code, found.line) == (code, line), found
    assert found.allowed


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "syntax", 1),
        ("# only a comment\n", "syntax", 1),
        ("decision: [\n", "syntax", 2),
        ("decision: late_arrival.hold\n\trules: []\n", "syntax", 2),
        ("decision: a\ndecision: b\n", "duplicate_key", 2),
        (rule(when="{party: 2, party: 3}"), "duplicate_key", 3),
        (rule() + "---\n" + rule(), "syntax", 4),
        ("a: &x 1\nb: *x\n", "alias", 1),
        ("a: 1\nb: *x\n", "alias", 2),
        ("decision: !!python/object/apply:os.system [ls]\n", "tag", 1),
        ("decision: !!str late_arrival.hold\n", "tag", 1),
        ("decision: !include other.yaml\n", "tag", 1),
        (rule(when="{party: 1.5}"), "not_an_integer", 3),
        (rule(when="{party: 1e3}"), "not_an_integer", 3),
        (rule(when="{party: 0x10}"), "not_an_integer", 3),
        (rule(when="{party: 010}"), "not_an_integer", 3),
        (rule(when="{party: 1_000}"), "not_an_integer", 3),
        (rule(when="{party: .inf}"), "not_an_integer", 3),
        ("? [a, b]\n: 1\n", "syntax", 1),
        ("%YAML 1.1\n---\ndecision: x\n", "unknown_decision", 3),
        (b"decision: late_arrival.hold\ntitle: \xff\xfe\n", "encoding", 2),
        ("decision: late".encode("utf-16"), "encoding", 1),
        ("decision: гость".encode("cp1251"), "encoding", 1),
        (b'title: "\\ud83d"\n', "encoding", 1),
        (b"decision: a\x00b\n", "syntax", 1),
        ("[" * 5000, "too_deep", 1),
        ("a:\n" + "".join("  " * n + "a:\n" for n in range(1, 40)), "too_deep", 17),
        ("x" * (MAX_BYTES + 1), "too_large", 1),
    ],
)
def test_what_is_no_plain_yaml_is_refused_at_its_line(text: str | bytes, code: str, line: int) -> None:
    (found,) = findings_of(text)
    assert (found.code, found.line) == (code, line), found


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    assert findings_of(bomb)[0].code == "alias"


def test_too_many_rules_are_refused() -> None:
    many = "".join(f"- {{id: r{n}, then: hold}}\n" for n in range(1100))
    assert findings_of("decision: late_arrival.hold\nrules:\n" + many)[0].code == "too_many_rules"


def test_all_findings_come_at_once_in_the_order_of_lines() -> None:
    text = HEAD + (
        "  - {id: a, when: {party: 0}, then: hold}\n"
        "  - {id: b, when: {mood: bad}, then: keep}\n"
        "  - {id: b, when: {}, then: hold}\n"
        "  - {id: c, when: {}, then: hold, exception_to: nobody}\n"
    )
    found = [(each.code, each.line, each.rule) for each in findings_of(text)]
    assert found == [
        ("out_of_range", 3, "a"),
        ("unknown_fact", 4, "b"),
        ("unknown_action", 4, "b"),
        ("unknown_rule", 6, "c"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"decision": "late_arrival.hold", "rules": []}', "no_rules"),
        ('{"decision": NaN}', "syntax"),
        ('{"decision": "a",}', "syntax"),
        ("decision: late_arrival.hold\n", "syntax"),
        ('{"a": 1, "a": 2}', "duplicate_key"),
        ('{"decision": 1.5}', "not_an_integer"),
        ('{"decision": "\\ud83d"}', "encoding"),
        ("[" * 3000 + "]" * 3000, "too_deep"),
        ("", "syntax"),
    ],
)
def test_json_is_read_as_strictly(text: str, code: str) -> None:
    with pytest.raises(RuleSetRefused) as refused:
        read_json_rule_set(text.encode())
    assert refused.value.findings[0].code == code
