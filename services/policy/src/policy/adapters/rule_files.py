"""Rule sets as YAML 1.2 or JSON text: strict, bounded, with the line of everything that is wrong.

Only events are taken from the parser and scalars are resolved here, by YAML 1.2's JSON schema: no tags, anchors or
aliases, so that `no` stays a word, `22:30` stays a text, and no small file grows into a large one.
"""

import json
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from policy.domain.document import Entry, Finding, Mapping, Node, RuleSetRefused, Scalar, Sequence
from policy.domain.late_arrival import QUESTIONS
from policy.domain.read_rule_set import read_rule_set
from policy.domain.rules import RuleSet

MAX_BYTES = 64 * 1024
MAX_DEPTH = 16
_BRACKETS = re.compile(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*|[\[\]{}]')
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_OTHER_NUMBER = re.compile(
    r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?|0[xob][0-9a-f_]+|[-+]?\.inf|\.nan", re.IGNORECASE
)


def read_yaml_rule_set(data: bytes) -> RuleSet:
    """The rule set of a YAML text. Raises RuleSetRefused with every finding and its line."""
    return read_rule_set(_tree(_text(data)), QUESTIONS)


def read_json_rule_set(data: bytes) -> RuleSet:
    """The rule set of a JSON text. Raises RuleSetRefused with every finding and its line."""
    text = _text(data)
    _refuse_depth_in_brackets(text)
    try:
        json.loads(text, parse_constant=_no_constant)
    except ValueError as error:
        raise _refused("syntax", f"not JSON: {error}", getattr(error, "lineno", 1)) from error
    # Tabs stand only between the tokens of valid JSON, and YAML allows none there.
    return read_rule_set(_tree(text.replace("\t", " ")), QUESTIONS)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _refused("too_large", f"{len(data)} bytes", 1, allowed=f"at most {MAX_BYTES} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refused("encoding", f"byte {error.start} is not UTF-8", line, allowed="UTF-8") from error


def _tree(text: str) -> Node:
    _refuse_depth_in_brackets(text)
    try:
        return _TreeBuilder(YAML(typ="safe", pure=True).parse(text)).build()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refused("syntax", str(error.problem or error.context), mark.line + 1 if mark else 1) from error
    except YAMLError as error:
        raise _refused("syntax", str(error).splitlines()[0], 1) from error


def _refuse_depth_in_brackets(text: str) -> None:
    """The parser would refuse it too, but looks far ahead from each open bracket first."""
    depth = 0
    for match in _BRACKETS.finditer(text):
        if match[0] in "[{":
            depth += 1
        elif match[0] in "]}":
            depth -= 1
        if depth > MAX_DEPTH:
            line = text.count("\n", 0, match.start()) + 1
            raise _refused("too_deep", f"nested deeper than {MAX_DEPTH}", line, allowed=f"at most {MAX_DEPTH} levels")


def _refused(code: str, message: str, line: int, *, allowed: str | None = None) -> RuleSetRefused:
    return RuleSetRefused((Finding(code=code, message=message, line=line, allowed=allowed),))


class _TreeBuilder:
    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._documents = 0

    def build(self) -> Node:
        tree: Node | None = None
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                self._documents += 1
                if self._documents > 1:
                    raise _refused("syntax", "a second document", _line(event), allowed="one document")
            elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent | AliasEvent):
                tree = self._node(event, 0)
        if tree is None:
            raise _refused("syntax", "the text is empty", 1, allowed="a mapping")
        return tree

    def _node(self, event: Any, depth: int) -> Node:
        line = _line(event)
        if depth > MAX_DEPTH:
            raise _refused("too_deep", f"nested deeper than {MAX_DEPTH}", line, allowed=f"at most {MAX_DEPTH} levels")
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise _refused("alias", "anchors and aliases are not used here", line, allowed="everything written out")
        if event.tag is not None and str(event.tag) != "!":
            raise _refused("tag", f"the tag {str(event.tag)[:60]!r} is not used here", line, allowed="no tags")
        if isinstance(event, ScalarEvent):
            return Scalar(_resolve(event, line), line)
        if isinstance(event, SequenceStartEvent):
            return Sequence(tuple(self._items(depth)), line)
        return Mapping(tuple(self._entries(depth)), line)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _entries(self, depth: int) -> Iterator[Entry]:
        seen: set[str] = set()
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar) or key.value is None:
                raise _refused("syntax", "a key must be a word", _line(event), allowed="a word")
            name = str(event.value)
            if name in seen:
                raise _refused("duplicate_key", f"the key {name[:80]!r} stands here twice", _line(event))
            seen.add(name)
            yield Entry(name, self._node(next(self._events), depth + 1), _line(event))


def _resolve(event: Any, line: int) -> bool | int | str | None:
    text = str(event.value)
    if event.style is not None:
        return _whole(text, line)
    if text in ("", "null", "~"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OTHER_NUMBER.fullmatch(text):
        raise _refused("not_an_integer", f"{text[:40]!r} is no whole number", line, allowed="whole decimal numbers")
    return _whole(text, line)


def _whole(text: str, line: int) -> str:
    """JSON writes a character beyond the first plane as two halves; halves that stand alone are refused."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as error:
        raise _refused("encoding", "half of a character", line) from error


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def write_yaml_rule_set(plain: object) -> str:
    """The YAML text of a set in its plain form; `read_yaml_rule_set` reads it back to an equal set."""
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.default_flow_style = None
    yaml.allow_unicode = True
    yaml.width = 120
    yaml.sort_base_mapping_type_on_output = False
    stream = StringIO()
    yaml.dump(plain, stream)
    return stream.getvalue()
