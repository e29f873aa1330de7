"""Every sentence of the catalog and of the definition values is said in Chinese, with the same placeholders."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from engine.wording import say

ENGINE = Path(__file__).parents[2] / "engine"
SOURCES = [*ENGINE.glob("catalog/**/*.py"), *ENGINE.glob("domain/definition/*.py")]


def message_ids() -> list[str]:
    calls = (node for path in SOURCES for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    found = {
        call.args[0].value
        for call in calls
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("N_", "say")
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    return sorted(map(str, found))


def placeholders(text: str) -> set[str]:
    """Names in braces; quoted YAML, such as `{by: 08-31}`, has braces of its own that hold more than a name."""
    return set(re.findall(r"\{([a-z_]+)\}", text))


@pytest.mark.parametrize("message", message_ids())
def test_it_is_translated_with_its_placeholders(message: str) -> None:
    chinese = say(message)
    assert chinese != message
    assert any("\u4e00" <= char <= "\u9fff" for char in chinese)
    assert placeholders(chinese) == placeholders(message)
