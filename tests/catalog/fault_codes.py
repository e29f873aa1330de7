"""Every code of a fault that the catalog can tell, read from the syntax trees of what tells it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ENGINE = Path(__file__).parents[2] / "engine"
TABLES = ("FAULTS", "_SYNTAX", "_TAKEN")
"""Tables of codes and sentences; a code taken out of one of them may be any that stands in it."""


def fault_codes() -> dict[str, str]:
    """Each code with a place that tells it. Raises AssertionError where a code cannot be read off the source."""
    files = sorted([*(ENGINE / "catalog").rglob("*.py"), *(ENGINE / "domain" / "definition").glob("*.py")])
    trees = {file: ast.parse(file.read_text("utf-8")) for file in files}
    takers = {name: place for tree in trees.values() for name, place in _takers(tree)}
    found: dict[str, str] = {}
    for file, tree in trees.items():
        for name, table in _tables(tree):
            for code in _codes_of(name, table):
                found.setdefault(code, f"{file.name}: {name}")
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                for code in _given(call, function, takers):
                    found.setdefault(code, f"{file.name}:{call.lineno}")
    return found


def _takers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Functions and classes that are given a `code`, and at which place."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            fields = [each.target.id for each in node.body if isinstance(each, ast.AnnAssign)]  # type: ignore[union-attr]
            if "code" in fields and node.name == "Finding":
                yield node.name, fields.index("code")
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and method.name == "__init__" and node.name == "Fault":
                    yield node.name, [each.arg for each in method.args.args].index("code") - 1
        elif isinstance(node, ast.FunctionDef) and node.name != "__init__":
            names = [each.arg for each in node.args.args if each.arg != "self"]
            if "code" in names:
                yield node.name, names.index("code")


def _given(call: ast.Call, function: ast.FunctionDef, takers: dict[str, int]) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in takers:
        return
    value = call.args[takers[name]]
    match value:
        case ast.Constant(value=str() as code):
            yield code
        case ast.Name(id=word) if word in [each.arg for each in function.args.args]:
            return  # handed on: its own callers are looked at
        case ast.Name(id=word):
            yield from _assigned(word, function)
        case ast.Attribute(attr="code"):
            return  # a fault of the domain, told there
        case _:
            raise AssertionError(f"{function.name}: a code that cannot be read: {ast.unparse(value)}")


def _assigned(word: str, function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign | ast.For):
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        source = node.value if isinstance(node, ast.Assign) else node.iter
        if isinstance(target, ast.Name) and target.id == word and isinstance(source, ast.IfExp | ast.Constant):
            branches = [source.body, source.orelse] if isinstance(source, ast.IfExp) else [source]
            yield from (ast.literal_eval(each) for each in branches)
            return
        if word in [getattr(each, "id", "") for each in getattr(target, "elts", ())]:
            assert any(table in ast.unparse(source) for table in TABLES), ast.unparse(node)
            return  # the table is looked at whole
    raise AssertionError(f"{function.name}: cannot see what {word} stands for")


def _tables(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and getattr(target, "id", "") in TABLES and node.value:
            yield target.id, node.value  # type: ignore[union-attr]


def _codes_of(name: str, table: ast.expr) -> Iterator[str]:
    """The code is the first word of an entry, the second where the words that find it come first."""
    entries = table.values if isinstance(table, ast.Dict) else table.elts  # type: ignore[attr-defined]
    for entry in entries:
        yield ast.literal_eval(entry.elts[1 if name == "_SYNTAX" else 0])
