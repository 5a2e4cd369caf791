"""Reading what surrounds the rules: fairness demands, guard rails and stored tests."""

from policy.domain.document import Findings, Mapping, Node, Scalar, shown
from policy.domain.facts import BoolDomain, EnumDomain, Fact, FactValue
from policy.domain.read_cells import read_box, read_value
from policy.domain.read_parts import list_items, only_keys, read_action
from policy.domain.rules import Demand, Guard, Question, StoredTest

DEMANDS = ("never_better_when_higher", "never_worse_when_higher", "never_worse_when_known")
GUARDS = ("never", "always")


def read_demands(node: Node | None, question: Question, findings: Findings) -> tuple[Demand, ...]:
    found = (_demand(each, question, findings) for each in list_items(node, "demands", findings))
    return tuple(each for each in found if each is not None)


def read_guards(node: Node | None, question: Question, findings: Findings) -> tuple[Guard, ...]:
    found = (_guard(each, question, findings) for each in list_items(node, "guards", findings))
    return tuple(each for each in found if each is not None)


def read_tests(tree: Mapping, rule_ids: set[str], question: Question, findings: Findings) -> tuple[StoredTest, ...]:
    """The stored tests; `tests_assume` gives the facts that a test does not name, so that each names every fact."""
    assumed = _situation(tree.get("tests_assume"), "tests_assume", question, findings)
    tests: list[StoredTest] = []
    for node in list_items(tree.get("tests"), "tests", findings):
        test = _test(node, assumed, rule_ids, question, findings)
        if test is not None and any(test.name == other.name for other in tests):
            findings.add("duplicate_test", f"two tests are named {test.name!r}", node, allowed="each name once")
        elif test is not None:
            tests.append(test)
    return tuple(tests)


def _demand(node: Node, question: Question, findings: Findings) -> Demand | None:
    if not isinstance(node, Mapping) or len(node.entries) != 1 or node.entries[0].key not in DEMANDS:
        message = "a demand is one of the known demands and a fact"
        findings.add("bad_demand", message, node, allowed=", ".join(f"{each}: <fact>" for each in DEMANDS))
        return None
    entry = node.entries[0]
    name = entry.value.value if isinstance(entry.value, Scalar) else None
    if not isinstance(name, str) or name not in question.facts:
        message = f"{entry.key} names {shown(entry.value)}"
        findings.add("unknown_fact", message, entry.line, fact=str(name)[:80], allowed=", ".join(question.facts.names))
        return None
    fact = question.facts[name]
    if not _can_demand(entry.key, fact):
        message = f"{entry.key} asks nothing about {name}"
        allowed = [each.name for each in question.facts.facts if _can_demand(entry.key, each)]
        findings.add("bad_demand", message, entry.line, fact=name, allowed=", ".join(allowed))
        return None
    return Demand(entry.key, name)


def _can_demand(demand: str, fact: Fact) -> bool:
    if demand == "never_worse_when_known":
        return fact.may_be_unknown
    return not isinstance(fact.domain, BoolDomain) and not (
        isinstance(fact.domain, EnumDomain) and not fact.domain.ordered
    )


def _guard(node: Node, question: Question, findings: Findings) -> Guard | None:
    keys = [entry.key for entry in node.entries if entry.key in GUARDS] if isinstance(node, Mapping) else []
    if not isinstance(node, Mapping) or len(keys) != 1:
        findings.add("bad_guard", "a guard says `never` or `always`, and when", node, allowed="never | always, when")
        return None
    only_keys(node, (*GUARDS, "when"), findings, what="a guard")
    action = read_action(node, keys[0], question, findings, rule=None)
    when = read_box(node.get("when"), question.facts, findings, rule=None)
    return None if action is None else Guard(demand=keys[0], action=action, when=when)


def _test(
    node: Node, assumed: dict[str, FactValue], rule_ids: set[str], question: Question, findings: Findings
) -> StoredTest | None:
    if not isinstance(node, Mapping):
        findings.add("wrong_type", f"a test is {shown(node)}", node, allowed="name, given, expect")
        return None
    only_keys(node, ("name", "given", "expect"), findings, what="a test")
    name = node.get("name")
    if not isinstance(name, Scalar) or not isinstance(name.value, str) or not name.value.strip():
        findings.add("bad_test", "a test has no name", name or node, allowed="a text")
        return None
    given = {**assumed, **_situation(node.get("given"), "given", question, findings)}
    missing = [each for each in question.facts.names if each not in given]
    if missing:
        message = f"the test {name.value[:80]!r} leaves open: {', '.join(missing)}"
        findings.add("missing_fact", message, node, fact=missing[0], allowed="every fact, here or in tests_assume")
    expect = node.get("expect")
    if not isinstance(expect, Mapping):
        message = f"the test {name.value[:80]!r} expects nothing"
        findings.add("bad_test", message, node, allowed="expect: {action, rule?}")
        return None
    only_keys(expect, ("action", "rule"), findings, what="`expect`")
    action = read_action(expect, "action", question, findings, rule=None)
    rule = expect.get("rule")
    if rule is not None and not (isinstance(rule, Scalar) and rule.value in rule_ids):
        message = f"the test {name.value[:80]!r} expects the rule {shown(rule)}"
        findings.add("unknown_rule", message, rule, allowed=", ".join(sorted(rule_ids)[:20]))
        return None
    if action is None:
        return None
    rule_id = str(rule.value) if isinstance(rule, Scalar) else None
    return StoredTest(name=name.value, given=given, action=action, rule=rule_id)


def _situation(node: Node | None, key: str, question: Question, findings: Findings) -> dict[str, FactValue]:
    if node is None:
        return {}
    if not isinstance(node, Mapping):
        findings.add("wrong_type", f"`{key}` is {shown(node)}", node, allowed="a mapping of facts to values")
        return {}
    given: dict[str, FactValue] = {}
    for entry in node.entries:
        if entry.key not in question.facts:
            message = f"there is no fact {entry.key[:80]!r}"
            allowed = ", ".join(question.facts.names)
            findings.add("unknown_fact", message, entry.line, fact=entry.key[:80], allowed=allowed)
            continue
        value = read_value(entry.value, question.facts[entry.key], findings, rule=None)
        if value is not None:
            given[entry.key] = value
    return given
