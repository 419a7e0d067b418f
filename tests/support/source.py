"""Reads the project's own source: which modules there are, and what each imports where."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
SOURCES = ("surveyapp", "analysis", "migrations")


@dataclass(frozen=True)
class Import:
    """One module that is named in an import statement, and the line of it."""

    module: str
    line: int


@dataclass(frozen=True)
class Module:
    """A Python file of the project: its path from the checkout and its dotted name."""

    path: Path
    name: str

    def __str__(self) -> str:
        return str(self.path)

    @cached_property
    def text(self) -> str:
        return (CHECKOUT / self.path).read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=str(self.path))

    def imports(self, known: frozenset[str]) -> Iterator[Import]:
        """All modules that this file names; `from package import name` names a module where `known` has one so called."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (Import(alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                origin = "." * node.level + (node.module or "")
                for alias in node.names:
                    inside = f"{origin}.{alias.name}"
                    yield Import(inside if inside in known else origin, node.lineno)

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """Every call of a function or class of these names, however it is reached."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", None)) in names:
                yield node


def modules() -> list[Module]:
    """Every Python file of the program itself, tests left out, in order of path."""
    found = []
    for top in SOURCES:
        for path in sorted((CHECKOUT / top).rglob("*.py")):
            relative = path.relative_to(CHECKOUT)
            parts = relative.with_suffix("").parts
            found.append(Module(relative, ".".join(parts[:-1] if parts[-1] == "__init__" else parts)))
    return found


def within(module: str, room: str) -> bool:
    """Whether a dotted name is the room itself or lies inside it."""
    return module == room or module.startswith(f"{room}.")
