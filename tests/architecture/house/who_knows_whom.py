"""Which code may know which: services, libraries, the domain, and the libraries of the edges."""

import ast
import sys
from collections.abc import Iterator

from house.source_tree import Module, SourceTree, Violation, within, words_of

# A library moves facts and answers HTTP for any trade; the day it says "booking", it has begun to be a service.
BUSINESS_WORDS = frozenset(
    word + ending
    for word in (
        "booking", "guest", "hotel", "restaurant", "salon", "trainer", "waitlist", "venue", "room", "party", "offer",
        "notify", "reservation", "seat", "incident", "standing", "remedy", "walkin", "arrival", "lateness",
    )
    for ending in ("", "s")
)  # fmt: skip

# Each exception is a name that is given from outside, with where it comes from.
WORDS_FROM_OUTSIDE = {
    ("web", "guest"): "the setting GUEST_LINK_KEYS, shared by booking and notify",
    ("web", "guests"): "the description of the setting PUBLIC_URL",
    ("web", "venue"): "the token's optional claim `venues`",
    ("web", "venues"): "the token's optional claim `venues`",
    ("holdfast", "booking"): "the operator's command names the services that it finds installed",
    ("holdfast", "notify"): "the operator's command names the services that it finds installed",
}

CLOCKS_AND_CHANCE = ("time", "random", "uuid", "secrets", "uuid_utils")
DOORS = ("asyncio", "threading", "subprocess", "socket", "http", "urllib", "sqlite3", "os", "io", "logging")
CLOCK_CALLS = frozenset({"now", "utcnow", "today"})
CLOCK_OWNERS = frozenset({"datetime", "date"})
WITHOUT_A_CLOCK = ("domain", "commands", "queries", "reactions", "timers", "api", "pages")
WITHOUT_PYDANTIC = ("domain", "commands", "queries", "reactions", "timers")


def services_know_no_other_service(tree: SourceTree) -> Iterator[Violation]:
    """What a service needs of another it has heard and stored; it never imports it."""
    for module in tree.services:
        others = tree.service_names - {module.package}
        for imported, line in module.imports:
            if within(imported, *others):
                yield module.at(line, f"imports {imported}, which belongs to another service")


def libraries_know_no_service(tree: SourceTree) -> Iterator[Violation]:
    """Mechanism does not know who uses it."""
    for module in tree.libs:
        for imported, line in module.imports:
            if within(imported, *tree.service_names, "local_stack", "stories"):
                yield module.at(line, f"imports {imported}")


def libraries_have_no_business_words(tree: SourceTree) -> Iterator[Violation]:
    """No identifier and no text of a library names the business; docstrings and comments may give examples."""
    for module in tree.libs:
        for text, line in _names_and_texts(module):
            for word in sorted(words_of(text) & BUSINESS_WORDS):
                if (module.package, word) not in WORDS_FROM_OUTSIDE:
                    yield module.at(line, f"says {word!r} in {text.strip()[:60]!r}")


def domain_knows_itself_and_the_standard_library(tree: SourceTree) -> Iterator[Violation]:
    """No framework, no row, no wire; and of the standard library nothing that waits, reads or writes."""
    for module in tree.services:
        if module.layer != "domain":
            continue
        for imported, line in module.imports:
            if within(imported, f"{module.package}.domain"):
                continue
            if imported.split(".")[0] not in sys.stdlib_module_names or within(imported, *DOORS):
                yield module.at(line, f"imports {imported}")


def domain_has_no_chance(tree: SourceTree) -> Iterator[Violation]:
    """Ids and instants are arguments."""
    for module in tree.services:
        if module.layer == "domain":
            for imported, line in module.imports:
                if within(imported, *CLOCKS_AND_CHANCE):
                    yield module.at(line, f"imports {imported}: ids and instants are arguments")


def business_time_is_the_databases(tree: SourceTree) -> Iterator[Violation]:
    """Nothing that decides reads the clock of the machine that it runs on."""
    for module in tree.services:
        if module.layer not in WITHOUT_A_CLOCK:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and _reads_the_clock(node):
                yield module.at(node.lineno, f"calls {ast.unparse(node)}")
        for imported, line in module.imports:
            if within(imported, "time.time", "time.monotonic"):
                yield module.at(line, f"imports {imported}")


def rows_stay_under_adapters(tree: SourceTree) -> Iterator[Violation]:
    """SQLModel is a way to write rows down: not the domain, and not the API."""
    for module in tree.services:
        if module.layer not in ("adapters", "migrations"):
            for imported, line in module.imports:
                if within(imported, "sqlmodel"):
                    yield module.at(line, f"imports {imported} outside adapters/")


def pydantic_stays_at_the_edges(tree: SourceTree) -> Iterator[Violation]:
    """Validation is for what comes from outside; inside, types and constructors are enough."""
    for module in tree.services:
        if module.layer in WITHOUT_PYDANTIC:
            for imported, line in module.imports:
                if within(imported, "pydantic", "pydantic_settings"):
                    yield module.at(line, f"imports {imported}")


def _reads_the_clock(node: ast.Attribute) -> bool:
    owner = node.value
    if node.attr in CLOCK_CALLS:
        name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
        return name in CLOCK_OWNERS
    return node.attr in ("time", "monotonic") and isinstance(owner, ast.Name) and owner.id == "time"


def _names_and_texts(module: Module) -> Iterator[tuple[str, int]]:
    docstrings = set(_docstrings(module.tree))
    yield module.name, 1
    for node in ast.walk(module.tree):
        for field in ("id", "attr", "name", "arg"):
            name = getattr(node, field, None)
            if isinstance(name, str):
                yield name, getattr(node, "lineno", 1)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            yield node.value, node.lineno


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        # A text that stands alone is a docstring, also of an attribute.
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value
