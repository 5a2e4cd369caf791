"""A tree of packages, read once: what each module imports, names and calls."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Violation:
    """Where a rule is broken, and how. `where` is `path:line` from the root of the tree."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True)
class Module:
    """One Python file. `parts` is its dotted name: ("booking", "domain", "booking")."""

    path: str
    kind: str
    parts: tuple[str, ...]
    text: str

    @property
    def package(self) -> str:
        return self.parts[0]

    @property
    def layer(self) -> str:
        """The folder or file right under the package: `domain`, `commands`, `events` …"""
        return self.parts[1] if len(self.parts) > 1 else ""

    @property
    def name(self) -> str:
        return self.parts[-1]

    @property
    def is_package_file(self) -> bool:
        return self.path.endswith("__init__.py")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.path)

    @cached_property
    def imports(self) -> list[tuple[str, int]]:
        """Everything imported, as absolute dotted names with lines; `from a import b` counts as `a.b`."""
        return list(self._imports())

    def _imports(self) -> Iterator[tuple[str, int]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, node.lineno
            elif isinstance(node, ast.ImportFrom):
                origin = self._origin(node)
                for alias in node.names:
                    yield f"{origin}.{alias.name}", node.lineno

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        home = self.parts if self.is_package_file else self.parts[:-1]
        home = home[: len(home) - node.level + 1]
        return ".".join([*home, *([node.module] if node.module else [])])

    def at(self, line: int, what: str) -> Violation:
        return Violation(f"{self.path}:{line}", what)


@dataclass(frozen=True)
class SourceTree:
    """`libs/*/src/*`, `services/*/src/*` and `deploy/*/src/*` under a root."""

    root: Path

    @cached_property
    def modules(self) -> list[Module]:
        found = [
            module
            for kind in ("libs", "services", "deploy")
            for source in sorted(self.root.glob(f"{kind}/*/src"))
            for module in _modules(self.root, kind, source)
        ]
        if not found:
            raise LookupError(f"no packages under {self.root}: the rules would hold for nothing")
        return found

    @property
    def libs(self) -> list[Module]:
        return [module for module in self.modules if module.kind == "libs"]

    @property
    def services(self) -> list[Module]:
        return [module for module in self.modules if module.kind == "services"]

    @property
    def service_names(self) -> set[str]:
        return {module.package for module in self.services}


def _modules(root: Path, kind: str, source: Path) -> Iterator[Module]:
    for file in sorted(source.rglob("*.py")):
        parts = file.relative_to(source).with_suffix("").parts
        if parts[-1] == "__init__":
            parts = parts[:-1]
        yield Module(
            path=file.relative_to(root).as_posix(), kind=kind, parts=parts, text=file.read_text(encoding="utf-8")
        )


def words_of(text: str) -> set[str]:
    """The lower-case words in an identifier or a text, camel case and snake case split."""
    return set(re.findall(r"[a-z]+", re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text).lower()))


def within(imported: str, *packages: str) -> bool:
    """Whether a dotted name is one of the packages or lies under one."""
    return any(imported == package or imported.startswith(package + ".") for package in packages)
