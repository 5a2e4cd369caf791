"""State changes only inside a command; what drives commands is written out in one place."""

import ast
import re
import sys
from collections.abc import Iterator

from house.source_tree import Module, SourceTree, Violation, within

DRIVERS = ("reactions", "timers")
# `adapters.alarms` is to timers what `heard` is to reactions: what their payload means.
A_DRIVER_MAY_KNOW = ("commands", "domain", "heard", "events", "adapters.work", "adapters.alarms")
A_DRIVER_MAY_USE = ("messaging.heard", "messaging.reactions")
EFFECTS = frozenset({"publish", "set_timer", "cancel_timer"})
WHERE_EFFECTS_ARE = ("commands", "adapters", "senders")
WRITES = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM) [a-z_]")
MADE_AT_THE_START_ONLY = frozenset(
    {
        "create_async_engine",
        "create_engine",
        "Database",
        "AsyncClient",
        "Client",
        "KafkaBroker",
        "FastAPI",
        "create_app",
    }
)


def drivers_translate_and_call_a_command(tree: SourceTree) -> Iterator[Violation]:
    """A reaction or a timer turns what it heard into a command; it knows neither SQL nor HTTP."""
    for module in _drivers(tree):
        own = [f"{module.package}.{part}" for part in A_DRIVER_MAY_KNOW]
        for imported, line in module.imports:
            third_party = not _is_standard(imported)
            if third_party and not within(imported, *own, *A_DRIVER_MAY_USE):
                yield module.at(line, f"imports {imported}; it may know only {', '.join(A_DRIVER_MAY_KNOW)}")
        if not any(within(imported, f"{module.package}.commands") for imported, _ in module.imports):
            yield module.at(1, "calls no command")


def facts_and_timers_leave_from_commands(tree: SourceTree) -> Iterator[Violation]:
    """Only a command publishes, or sets and cancels a timer (through the work of its transaction)."""
    for module in tree.services:
        if module.layer in WHERE_EFFECTS_ARE or module.layer not in (*DRIVERS, "api", "pages", "queries", "domain"):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in EFFECTS:
                yield module.at(node.lineno, f"calls {ast.unparse(node.func)}() outside a command")


def queries_change_nothing(tree: SourceTree) -> Iterator[Violation]:
    """A question leaves everything as it was."""
    for module in tree.services:
        if module.layer not in ("queries", "api", "pages"):
            continue
        for node in ast.walk(module.tree):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if WRITES.match(text):
                yield module.at(getattr(node, "lineno", 1), f"writes: {text.strip()[:40]!r}")
        for imported, line in module.imports:
            if module.layer == "queries" and within(imported, f"{module.package}.commands"):
                yield module.at(line, f"imports {imported}")
            if within(imported, "sqlalchemy.insert", "sqlalchemy.update", "sqlalchemy.delete"):
                yield module.at(line, f"imports {imported}")


def every_driver_is_wired_by_hand(tree: SourceTree) -> Iterator[Violation]:
    """The list of reactions and timers is written out in wiring; nothing registers itself at import."""
    wired = {
        module.package: {imported for imported, _ in module.imports}
        for module in tree.services
        if module.layer == "wiring"
    }
    for module in _drivers(tree):
        mine = ".".join(module.parts)
        if module.package not in wired:
            yield module.at(1, f"{module.package} has no wiring")
        elif not any(within(imported, mine) for imported in wired[module.package]):
            yield module.at(1, "stands in no list of wiring: nobody would ever call it")


def nothing_is_opened_at_import(tree: SourceTree) -> Iterator[Violation]:
    """Importing a module connects to nothing and builds no application."""
    for module in tree.modules:
        for statement in module.tree.body:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.If):
                continue
            for node in ast.walk(statement):
                if isinstance(node, ast.Call) and _called(node) in MADE_AT_THE_START_ONLY:
                    yield module.at(node.lineno, f"calls {_called(node)}() at import")


def _drivers(tree: SourceTree) -> list[Module]:
    return [module for module in tree.services if module.layer in DRIVERS and not module.is_package_file]


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_standard(imported: str) -> bool:
    return imported.split(".", maxsplit=1)[0] in sys.stdlib_module_names
