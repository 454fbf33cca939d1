"""Source text of functions and classes of this project, with everything they use, for stand-alone scripts."""

import ast
import inspect
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

PROJECT = __name__.partition(".")[0]


class Definitions(NamedTuple):
    """The imports and definitions at the top of a script."""

    imports: tuple[str, ...]
    """Lines `import a` or `from a import b`, one name each."""
    sources: tuple[str, ...]
    """Source texts; each follows the definitions that it uses."""


def definitions(objects: Iterable[Any]) -> Definitions:
    """The source of functions and classes at the top level of their modules, and of everything they use.

    ValueError if two different definitions have the same name.
    """
    found = _Collector()
    for one in objects:
        found.add(one.__module__, one.__name__)
    return Definitions(tuple(dict.fromkeys(found.imports)), tuple(found.sources.values()))


def import_block(lines: Iterable[str]) -> str:
    """Sorted imports: the standard library, then other packages; one line per module."""
    sections: dict[bool, dict[str, set[str]]] = {True: defaultdict(set), False: defaultdict(set)}
    for line in lines:
        module, _, name = line.removeprefix("from ").removeprefix("import ").partition(" import ")
        sections[module.partition(".")[0] in sys.stdlib_module_names][module].add(name)
    return "\n\n".join("\n".join(_ordered(modules)) for modules in sections.values() if modules)


def _ordered(modules: dict[str, set[str]]) -> Iterator[str]:
    yield from (f"import {module}" for module in sorted(modules) if "" in modules[module])
    for module in sorted(modules):
        if names := sorted(modules[module] - {""}, key=lambda name: (name[0].islower(), name)):
            yield f"from {module} import {', '.join(names)}"


class _Collector:
    """Collects imports and definitions, each name once."""

    def __init__(self) -> None:
        self.imports: list[str] = []
        self.sources: dict[str, str] = {}
        self.modules: dict[str, str] = {}

    def add(self, module: str, name: str) -> None:
        """Add the definition of `name` in `module`, after the definitions that it uses."""
        bound = _bound(module)[name]
        if isinstance(bound, ast.ImportFrom) and str(bound.module).startswith(f"{PROJECT}."):
            self.add(str(bound.module), name)
        elif isinstance(bound, ast.ImportFrom):
            self.imports.append(f"from {bound.module} import {name}")
        elif isinstance(bound, ast.Import):
            self.imports.append(f"import {name}")
        elif name not in self.modules:
            self.modules[name] = module
            used = _used(bound)
            for other in _bound(module):
                if other in used and other != name:
                    self.add(module, other)
            self.sources[name] = _text(module, bound)
        elif self.modules[name] != module:
            raise ValueError(f"{name} is defined in {module} and in {self.modules[name]}")


@cache
def _bound(module: str) -> dict[str, ast.stmt]:
    """Name -> the top-level statement of the module that binds it."""
    found: dict[str, ast.stmt] = {}
    for statement in ast.parse(inspect.getsource(import_module(module))).body:
        match statement:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found[name] = statement
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                found |= {alias.name: statement for alias in aliases}
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = statement
    return found


def _used(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def _text(module: str, statement: ast.stmt) -> str:
    lines = inspect.getsource(import_module(module)).splitlines(keepends=True)
    decorators = getattr(statement, "decorator_list", [])
    return "".join(lines[min(node.lineno for node in (statement, *decorators)) - 1 : statement.end_lineno])
