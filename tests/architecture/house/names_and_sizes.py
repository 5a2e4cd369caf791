"""Small rooms, and names that tell the story."""

import ast
import re
from collections.abc import Iterator

from house.source_tree import Module, SourceTree, Violation

SAY_NOTHING = re.compile(r"(utils?|helpers?|common|base|managers?|handlers?|services?|misc|shared|core|lib|tools)")

# Asked at 200 and 40 in review; these are the walls.
LONGEST_FILE = 250
LONGEST_FUNCTION = 60

# Lists of declarations, read by looking up one entry: they grow by lines, not by thoughts.
LISTS = ("migrations", "events", "tables")

BLANKET = re.compile(r"#\s*(type:\s*ignore(?!\[)|noqa(?!:)|mypy:\s*ignore-errors|ruff:\s*noqa)")


def names_say_something(tree: SourceTree) -> Iterator[Violation]:
    """A file called utils is a file that nobody has understood yet."""
    for module in tree.modules:
        for part in module.parts[1:]:
            if SAY_NOTHING.fullmatch(part):
                yield module.at(1, f"the name {part!r} says nothing")


def rooms_are_small(tree: SourceTree) -> Iterator[Violation]:
    """At most 250 lines a file and 60 a function."""
    for module in tree.modules:
        if module.layer in LISTS or module.name in LISTS:
            continue
        lines = module.text.count("\n")
        if lines > LONGEST_FILE:
            yield module.at(1, f"has {lines} lines; is it two things?")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    yield module.at(node.lineno, f"{node.name} has {length} lines; is it two things?")


def files_are_called_as_what_they_do(tree: SourceTree) -> Iterator[Violation]:
    """`commands/release_booking.py` holds `release_booking`; reactions and timers begin with `when_`."""
    for module in tree.services:
        if module.is_package_file or len(module.parts) != 3:
            continue
        if module.layer == "commands" and module.name not in _public_functions(module):
            yield module.at(1, f"has no public function {module.name!r}")
        if module.layer in ("reactions", "timers"):
            if not module.name.startswith("when_"):
                yield module.at(1, "is not called when_<something happened>_<do something>")
            elif module.name not in _public_functions(module):
                yield module.at(1, f"has no public function {module.name!r}")


def commands_state_their_rules(tree: SourceTree) -> Iterator[Violation]:
    """A command's docstring is the list of its business rules."""
    for module in tree.services:
        if module.layer != "commands" or module.is_package_file:
            continue
        for node in module.tree.body:
            if not isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef) or node.name != module.name:
                continue
            if not ast.get_docstring(node):
                yield module.at(node.lineno, f"{module.name} does not state its rules")


def nothing_is_ignored_wholesale(tree: SourceTree) -> Iterator[Violation]:
    """An ignored finding names the finding."""
    for module in tree.modules:
        for number, line in enumerate(module.text.splitlines(), start=1):
            if BLANKET.search(line):
                yield module.at(number, f"ignores wholesale: {line.strip()[-40:]!r}")


def _public_functions(module: Module) -> set[str]:
    return {
        node.name
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_")
    }
