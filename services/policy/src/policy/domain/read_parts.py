"""Parts that every section of a rule set shares: keys, actions, lists and texts per language."""

from collections.abc import Iterable

from policy.domain.document import Findings, Mapping, Node, Scalar, Sequence, shown
from policy.domain.rules import Question

LANGUAGES = ("en", "ru")
MAX_TEXT = 300
MAX_ITEMS = 1000


def only_keys(node: Mapping, allowed: Iterable[str], findings: Findings, *, what: str, rule: str | None = None) -> None:
    """A finding for each key that does not belong here."""
    names = tuple(allowed)
    for entry in node.entries:
        if entry.key not in names:
            message = f"{what} has no key {entry.key[:80]!r}"
            findings.add("unknown_key", message, entry.line, rule=rule, allowed=", ".join(names))


def read_action(node: Mapping, key: str, question: Question, findings: Findings, *, rule: str | None) -> str | None:
    """The action under `key`; None after a finding."""
    found = node.get(key)
    if isinstance(found, Scalar) and found.value in question.outcomes.actions:
        return str(found.value)
    said = f"`{key}` is missing" if found is None else f"`{key}` is {shown(found)}"
    findings.add("unknown_action", said, found or node, rule=rule, allowed=question.outcomes.allowed())
    return None


def list_items(node: Node | None, key: str, findings: Findings) -> tuple[Node, ...]:
    """The items of an optional list."""
    if node is None:
        return ()
    if not isinstance(node, Sequence):
        findings.add("wrong_type", f"`{key}` is {shown(node)}", node, allowed="a list")
        return ()
    if len(node.items) > MAX_ITEMS:
        findings.add("too_many", f"`{key}` has {len(node.items)} items", node, allowed=f"at most {MAX_ITEMS}")
        return ()
    return node.items


def read_texts(node: Node | None, findings: Findings, *, rule: str | None, key: str) -> dict[str, str]:
    """A text for each language, or none at all: a text in one language only would be silence in the other."""
    if node is None:
        return {}
    allowed = f"a text in each of: {', '.join(LANGUAGES)}"
    if not isinstance(node, Mapping):
        findings.add("wrong_type", f"`{key}` is {shown(node)}", node, rule=rule, allowed=allowed)
        return {}
    texts: dict[str, str] = {}
    for entry in node.entries:
        if entry.key not in LANGUAGES:
            message = f"`{key}` has a text in {entry.key[:20]!r}"
            findings.add("unknown_language", message, entry.line, rule=rule, allowed=", ".join(LANGUAGES))
        elif (text := _text(entry.value, findings, rule=rule, key=key)) is not None:
            texts[entry.key] = text
    missing = [each for each in LANGUAGES if node.get(each) is None]
    if missing:
        message = f"`{key}` has no text in: {', '.join(missing)}"
        findings.add("missing_language", message, node, rule=rule, allowed=allowed)
    return texts


def _text(node: Node, findings: Findings, *, rule: str | None, key: str) -> str | None:
    if not isinstance(node, Scalar) or not isinstance(node.value, str) or not node.value.strip():
        findings.add("wrong_type", f"`{key}` is {shown(node)}", node, rule=rule, allowed="a text")
        return None
    if len(node.value) > MAX_TEXT:
        message = f"a text of {len(node.value)} characters"
        findings.add("text_too_long", message, node, rule=rule, allowed=f"at most {MAX_TEXT} characters")
        return None
    # Texts are put into sentences and pages as they are: nothing in them may look like a template or markup.
    if not all(each.isprintable() and each not in "{}<>" for each in node.value):
        message = f"{shown(node)} holds a character that a text may not hold"
        findings.add("bad_text", message, node, rule=rule, allowed="one printable line without { } < >")
        return None
    return node.value
