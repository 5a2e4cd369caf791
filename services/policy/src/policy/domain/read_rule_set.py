"""Reading a rule set from its tree, strictly: nothing is guessed, nothing unknown is passed over."""

import re

from policy.domain.document import Findings, Mapping, Node, RuleSetRefused, Scalar, Sequence, shown
from policy.domain.read_cells import read_box
from policy.domain.read_extras import read_demands, read_guards, read_tests
from policy.domain.read_parts import only_keys, read_action, read_texts
from policy.domain.rules import Question, Rule, RuleSet

MAX_RULES = 1000

_SET_KEYS = ("decision", "title", "rules", "demands", "guards", "tests_assume", "tests")
_RULE_KEYS = ("id", "when", "then", "exception_to", "because")
_RULE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_ID_FORM = "1..64 small letters, digits and hyphens, such as hold-15"


def read_rule_set(tree: Node, questions: dict[str, Question]) -> RuleSet:
    """The rule set of a tree. Raises RuleSetRefused with every finding when anything is wrong."""
    findings = Findings()
    rule_set = _read(tree, questions, findings)
    if findings or rule_set is None:
        raise RuleSetRefused(findings.in_order())
    return rule_set


def _read(tree: Node, questions: dict[str, Question], findings: Findings) -> RuleSet | None:
    if not isinstance(tree, Mapping):
        findings.add("wrong_type", f"a rule set is a mapping, not {shown(tree)}", tree, allowed=", ".join(_SET_KEYS))
        return None
    only_keys(tree, _SET_KEYS, findings, what="a rule set")
    named = tree.get("decision")
    question = questions.get(named.value) if isinstance(named, Scalar) and isinstance(named.value, str) else None
    if question is None:
        found = "is missing" if named is None else f"is {shown(named)}"
        allowed = ", ".join(questions)
        findings.add("unknown_decision", f"`decision` {found}", named or tree, allowed=allowed)
        return None
    rules = _rules(tree, question, findings)
    return RuleSet(
        decision=question.name,
        title=read_texts(tree.get("title"), findings, rule=None, key="title"),
        rules=rules,
        demands=read_demands(tree.get("demands"), question, findings),
        guards=read_guards(tree.get("guards"), question, findings),
        tests=read_tests(tree, {rule.id for rule in rules}, question, findings),
    )


def _rules(tree: Mapping, question: Question, findings: Findings) -> tuple[Rule, ...]:
    node = tree.get("rules")
    if not isinstance(node, Sequence) or not node.items:
        findings.add(
            "no_rules", "`rules` must be a list with at least one rule", node or tree, allowed="a list of rules"
        )
        return ()
    if len(node.items) > MAX_RULES:
        findings.add("too_many_rules", f"{len(node.items)} rules", node, allowed=f"at most {MAX_RULES}")
        return ()
    rules: list[Rule] = []
    lines: dict[str, int | None] = {}
    for item in node.items:
        rule = _rule(item, question, findings)
        if rule is None:
            continue
        if rule.id in lines:
            message = f"the rule {rule.id!r} stands already in line {lines[rule.id]}"
            findings.add("duplicate_rule", message, item, rule=rule.id, allowed="each id once")
            continue
        lines[rule.id] = item.line
        rules.append(rule)
    _check_exceptions(rules, lines, findings)
    return tuple(rules)


def _rule(node: Node, question: Question, findings: Findings) -> Rule | None:
    if not isinstance(node, Mapping):
        findings.add("wrong_type", f"a rule is a mapping, not {shown(node)}", node, allowed=", ".join(_RULE_KEYS))
        return None
    named = node.get("id")
    rule_id = named.value if isinstance(named, Scalar) and isinstance(named.value, str) else None
    if rule_id is None or not _RULE_ID.fullmatch(rule_id):
        found = "has no id" if named is None else f"has the id {shown(named)}"
        findings.add("bad_rule_id", f"a rule {found}", named or node, allowed=_ID_FORM)
        rule_id = None
    only_keys(node, _RULE_KEYS, findings, what="a rule", rule=rule_id)
    if node.get("when") is None:
        findings.add(
            "missing_key", "a rule has no `when`", node, rule=rule_id, allowed="a mapping; {} for every situation"
        )
    when = read_box(node.get("when"), question.facts, findings, rule=rule_id)
    then = read_action(node, "then", question, findings, rule=rule_id)
    above = node.get("exception_to")
    if above is not None and not (isinstance(above, Scalar) and isinstance(above.value, str)):
        findings.add(
            "wrong_type", f"`exception_to` is {shown(above)}", above, rule=rule_id, allowed="the id of one rule"
        )
        above = None
    because = read_texts(node.get("because"), findings, rule=rule_id, key="because")
    if rule_id is None or then is None:
        return None
    exception_to = str(above.value) if isinstance(above, Scalar) else None
    return Rule(id=rule_id, when=when, then=then, exception_to=exception_to, because=because)


def _check_exceptions(rules: list[Rule], lines: dict[str, int | None], findings: Findings) -> None:
    above = {rule.id: rule.exception_to for rule in rules}
    for rule in rules:
        if rule.exception_to is not None and rule.exception_to not in above:
            message = f"`exception_to` names {rule.exception_to[:64]!r}, which is no rule of this set"
            allowed = ", ".join(list(above)[:20])
            findings.add("unknown_rule", message, lines[rule.id], rule=rule.id, allowed=allowed)
    settled: set[str] = set()
    for rule in rules:
        path: list[str] = []
        at: str | None = rule.id
        while at is not None and at in above and at not in settled:
            if at in path:
                circle = " → ".join([*path[path.index(at) :], at])
                message = f"exceptions go in a circle: {circle}"
                findings.add("exception_cycle", message, lines[at], rule=at, allowed="exceptions that end at a rule")
                break
            path.append(at)
            at = above[at]
        settled.update(path)
