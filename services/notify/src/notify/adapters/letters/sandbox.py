"""Running a template that a stranger may have written: it can say what it was given to say, and nothing else."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notify.adapters.letters import languages
from notify.adapters.letters.languages import NOUNS
from notify.domain.language import Language

FILTERS = ("capitalize", "join", "length", "lower", "upper", "default")
FUNCTIONS = {"count": f"count(number, noun) with the right plural; nouns: {', '.join(NOUNS)}"}
LONGEST_TEMPLATE = 8_000
LONGEST_RESULT = 20_000
_ALLOWED_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.For, nodes.CondExpr,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Call,
)  # fmt: skip
_BLANK_LINES = re.compile(r"\n{3,}")


class TemplateRefused(Exception):
    """What is wrong with a template, in words for the one who wrote it."""


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.tests.clear()
    return environment


_ENVIRONMENT = _environment()


def run_template(source: str, words: Mapping[str, Any], *, language: Language, lists: frozenset[str]) -> str:
    """The text with the words filled in. Raises TemplateRefused for whatever the template does that it may not."""
    compiled = _compile(source, frozenset(words), lists)
    result: list[str] = []
    length = 0
    try:
        for piece in compiled.generate({**words, "count": partial(_count, language)}):
            length += len(piece)
            if length > LONGEST_RESULT:
                raise TemplateRefused(f"the result is longer than {LONGEST_RESULT} characters")
            result.append(piece)
    except TemplateError as error:
        raise TemplateRefused(str(error)) from error
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise TemplateRefused(f"{type(error).__name__}: {error}") from error
    return _BLANK_LINES.sub("\n\n", "".join(result)).strip()


def _count(language: Language, number: object, noun: object) -> str:
    if not isinstance(number, int) or isinstance(number, bool) or noun not in NOUNS:
        raise TemplateRefused(f"count() takes a whole number and one of: {', '.join(NOUNS)}")
    return languages.count(language, number, str(noun))


_compiled: dict[tuple[str, frozenset[str]], Any] = {}
_MOST_COMPILED = 500


def _compile(source: str, names: frozenset[str], lists: frozenset[str]) -> Any:
    known = _compiled.get((source, names))
    if known is not None:
        return known
    if len(source) > LONGEST_TEMPLATE:
        raise TemplateRefused(f"the template is longer than {LONGEST_TEMPLATE} characters")
    try:
        tree = _ENVIRONMENT.parse(source)
        _check(tree, names, lists)
        compiled = _ENVIRONMENT.from_string(tree)
    except TemplateError as error:
        raise TemplateRefused(f"line {getattr(error, 'lineno', 1)}: {error}") from error
    except RecursionError as error:
        raise TemplateRefused("the template is nested too deeply") from error
    if len(_compiled) >= _MOST_COMPILED:
        _compiled.clear()
    _compiled[(source, names)] = compiled
    return compiled


def _check(tree: nodes.Template, names: frozenset[str], lists: frozenset[str]) -> None:
    """Everything that is not on the list is refused: nothing is said about what may be dangerous, because that
    list would never be complete."""
    loop_names: set[str] = set()
    for node in _walk(tree):
        refuse = partial(_refuse, node)
        if not isinstance(node, _ALLOWED_NODES):
            refuse(f"`{type(node).__name__.lower()}` is not allowed here")
        if isinstance(node, nodes.For):
            _check_loop(node, lists, loop_names, refuse)
        if isinstance(node, nodes.Call) and not _is_count(node):
            refuse("only count(number, noun) can be called")
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            refuse(f"the filter {node.name!r} is not among: {', '.join(FILTERS)}")
        if isinstance(node, nodes.Const) and isinstance(node.value, str) and len(node.value) > 500:
            refuse("a text in quotes is longer than 500 characters")
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name not in names | loop_names | FUNCTIONS.keys():
            _refuse(name, f"{name.name!r} is not among the variables: {', '.join(sorted(names))}")


def _walk(node: nodes.Node) -> list[nodes.Node]:
    found = [node]
    for child in node.iter_child_nodes():
        found.extend(_walk(child))
    return found


def _check_loop(node: nodes.For, lists: frozenset[str], loop_names: set[str], refuse: Callable[[str], None]) -> None:
    if not isinstance(node.iter, nodes.Name) or node.iter.name not in lists:
        refuse(f"a loop runs over one of: {', '.join(sorted(lists)) or 'nothing, this kind has no lists'}")
    if node.recursive or any(inner is not node for inner in node.find_all(nodes.For)):
        refuse("a loop inside a loop is not allowed")
    if not isinstance(node.target, nodes.Name):
        refuse("a loop has one name")
    else:
        loop_names.add(node.target.name)


def _is_count(node: nodes.Call) -> bool:
    return isinstance(node.node, nodes.Name) and node.node.name == "count" and not (node.dyn_args or node.dyn_kwargs)


def _refuse(node: nodes.Node, what: str) -> None:
    raise TemplateRefused(f"line {node.lineno}: {what}")
