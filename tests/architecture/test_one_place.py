"""Some things happen in exactly one place: commits, stages and history, the time of day."""

from __future__ import annotations

import ast
import re

from repository import modules, name, source


def _calls(attribute: str) -> list[str]:
    return [
        name(path)
        for path in modules()
        for node in ast.walk(source(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == attribute
    ]


SAVEPOINTS = {"engine/services/office/chase.py", "engine/services/office/foretelling.py"}
"""Where part of a transaction may be taken back; releasing a savepoint commits nothing."""


def test_only_the_database_commits() -> None:
    assert set(_calls("begin")) == {"engine/store/database.py"}
    assert set(_calls("begin_nested")) == SAVEPOINTS
    assert set(_calls("commit")) <= SAVEPOINTS


def test_only_one_module_writes_history() -> None:
    """INSERT into act or transition, and UPDATE or DELETE of them, stand in moves alone (and in the migrations)."""
    writers = {
        name(path)
        for path in modules()
        for node in ast.walk(source(path))
        if isinstance(node, ast.Call) and _writes(node, {"act", "transition"})
    }
    assert writers == {"engine/store/moves.py"}


def test_only_one_module_writes_stages() -> None:
    """A stage is set where a dict or a keyword named `stage_kind` meets an UPDATE of the assignments."""
    writers = {
        name(path)
        for path in modules()
        for node in ast.walk(source(path))
        if isinstance(node, ast.Call) and _writes(node, {"assignment"})
    }
    assert writers == {"engine/store/moves.py"}


def _writes(call: ast.Call, tables: set[str]) -> bool:
    match call.func:
        case ast.Name(id="insert" | "update" | "delete"):
            return bool(call.args) and _table(call.args[0]) in tables
        case ast.Attribute(value=value, attr="insert" | "update" | "delete"):
            return _table(value) in tables
    return False


def _table(node: ast.expr) -> str:
    match node:
        case ast.Attribute(value=ast.Name(id="t" | "tables"), attr=table):
            return table
        case ast.Name(id=table):
            return table
    return ""


def test_only_the_clock_knows_the_time() -> None:
    asking = re.compile(r"\b(datetime|date)\.(now|utcnow|today)\(")
    found = {name(path) for path in modules() if asking.search(path.read_text(encoding="utf-8"))}
    assert found == {"engine/runtime.py"}
