"""Which notices the services send, read from their syntax trees: whatever a row or a letter is called by."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SERVICES = Path(__file__).parents[2] / "engine" / "services"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def sent_notices() -> dict[str, str]:
    """Each notice with a place that sends it. Raises AssertionError where a name cannot be followed to its letters."""
    found: dict[str, str] = {}
    for file, tree in _trees().items():
        for function in _functions(tree):
            for node in ast.walk(function):
                for word in _words(node):
                    for name in _values(word, function, file):
                        found.setdefault(name, f"{file.name}:{word.lineno}")
    return found


@cache
def _trees() -> dict[Path, ast.Module]:
    return {file: ast.parse(file.read_text("utf-8")) for file in sorted(SERVICES.rglob("*.py"))}


def _functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _words(node: ast.AST) -> Iterator[ast.expr]:
    """What names a notice: the value of a row's key `notice`, and what `outbox.letter` is given first."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "notice":
                yield value
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "outbox.letter":
        yield node.args[0]


def _values(value: ast.expr, function: Function, file: Path) -> Iterator[str]:
    """The words an expression may stand for: itself, what callers give for a parameter, or what a loop runs over."""
    if isinstance(value, ast.Constant):
        assert isinstance(value.value, str)
        yield value.value
        return
    assert isinstance(value, ast.Name), f"line {value.lineno} of {function.name}: {ast.unparse(value)}"
    arguments = [each.arg for each in function.args.args if each.arg != "self"]
    if value.id in arguments:
        yield from _given(function.name, value.id, arguments.index(value.id), file)
    else:
        yield from _looped(value.id, function)


def _given(called: str, name: str, place: int, file: Path) -> Iterator[str]:
    """What callers give for a parameter, in the function's own module and in those that import it."""
    callers = [
        (caller, call, near)
        for near, tree in _trees().items()
        if near == file or _imports(tree, file.stem)
        for caller in _functions(tree)
        for call in _calls(caller, called)
    ]
    assert callers, f"nobody calls {called} of {file.name}"
    for caller, call, near in callers:
        named = [each.value for each in call.keywords if each.arg == name]
        yield from _values(named[0] if named else call.args[place], caller, near)


def _imports(tree: ast.Module, stem: str) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and ((node.module or "").endswith(f".{stem}") or any(each.name == stem for each in node.names))
        for node in ast.walk(tree)
    )


def _calls(caller: Function, called: str) -> Iterator[ast.Call]:
    for node in ast.walk(caller):
        if isinstance(node, ast.Call):
            spoken = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if spoken == called:
                yield node


def _looped(name: str, function: Function) -> Iterator[str]:
    """`name` as the target of a comprehension: the words at its place in the tuples that it runs over."""
    for node in ast.walk(function):
        if isinstance(node, ast.comprehension) and isinstance(node.target, ast.Tuple):
            names = [getattr(each, "id", "") for each in node.target.elts]
            if name in names and isinstance(node.iter, ast.Name):
                yield from _assigned(node.iter.id, names.index(name), function)
                return
    raise AssertionError(f"{function.name}: cannot see what {name} stands for")


def _assigned(name: str, place: int, function: Function) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            for each in ast.walk(node.value):
                if isinstance(each, ast.Tuple):
                    word = each.elts[place]
                    assert isinstance(word, ast.Constant) and isinstance(word.value, str)
                    yield word.value
