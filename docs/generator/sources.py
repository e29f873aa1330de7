"""What the source says to people, read from its syntax trees: message ids, and errors with their codes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment
from jinja2.ext import extract_from_ast

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("engine", "flows", "notifiers", "portal", "cli")
TEMPLATES = ROOT / "portal" / "templates"
KINDS = {
    "Invalid": "invalid",
    "Refused": "refused",
    "Forbidden": "forbidden",
    "NotFound": "not-found",
    "Unavailable": "unavailable",
}


@dataclass(frozen=True, order=True)
class Said:
    """A message id and where it stands."""

    message: str
    file: str
    line: int


@dataclass(frozen=True, order=True)
class Raised:
    """An error as the source constructs it."""

    code: str
    kind: str
    message: str
    hint: str
    file: str


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the product by its path in the repository."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))


def messages() -> list[Said]:
    """Every message id: what N_ marks, what `say` and a template's `_` are given, what an error is made of."""
    found = list(_in_templates())
    for file, tree in modules():
        for call in _calls(tree):
            found += [Said(text, file, call.lineno) for text in _texts(call) if text]
    return sorted(set(found))


def _in_templates() -> Iterator[Said]:
    environment = Environment(trim_blocks=True, lstrip_blocks=True)
    for file in sorted(TEMPLATES.rglob("*.html")):
        tree = environment.parse(file.read_text(encoding="utf-8"))
        for line, _, message in extract_from_ast(tree, ("_",)):
            if isinstance(message, str):
                yield Said(message, str(file.relative_to(ROOT)), line)
            elif message and message[0]:
                yield Said(message[0], str(file.relative_to(ROOT)), line)


def raised() -> list[Raised]:
    """Every error with a literal code. One that is defined by subclassing names its kind by its base."""
    found = set()
    for file, tree in modules():
        for call, kind in _errors(tree):
            code, message = _text(call.args[0]), _text(call.args[1])
            hint = next((_text(each.value) for each in call.keywords if each.arg == "hint"), "")
            if code:
                found.add(Raised(code, kind, message, hint, file))
    return sorted(found)


def _errors(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            bases = [base.id for base in node.bases if isinstance(base, ast.Name) and base.id in KINDS]
            for call in _calls(node) if bases else ():
                if isinstance(call.func, ast.Attribute) and call.func.attr == "__init__" and len(call.args) > 1:
                    yield call, KINDS[bases[0]]
    for call in _calls(tree):
        name = _name(call)
        if name in KINDS and len(call.args) > 1:
            yield call, KINDS[name]


def _texts(call: ast.Call) -> list[str]:
    match _name(call):
        case "N_" | "say":
            return [_text(call.args[0])] if call.args else []
        case name if name in KINDS and len(call.args) > 1:
            return [_text(call.args[1]), *(_text(each.value) for each in call.keywords if each.arg == "hint")]
    return []


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _text(node: ast.expr) -> str:
    """The literal in an expression, also inside N_(...); empty when it is worked out at run time."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Call(func=ast.Name(id="N_"), args=[argument, *_]):
            return _text(argument)
    return ""
