"""Every sentence of the rules is translated, with the same placeholders."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import engine.domain

FOLDER = Path(engine.domain.__file__).parent
PLACE = re.compile(r"\{(\w+)\}")
OF_THE_RULES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "notices")


def sentences(module: str) -> set[str]:
    """The messages a module marks for translation."""
    calls = (node for node in ast.walk(ast.parse((FOLDER / f"{module}.py").read_text())) if isinstance(node, ast.Call))
    marked = (call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("N_", "say"))
    return {node.value for node in marked if isinstance(node, ast.Constant)}


@pytest.mark.parametrize("module", OF_THE_RULES)
def test_every_sentence_has_its_chinese(module: str) -> None:
    with (FOLDER.parent / "locale" / "zh_CN" / "domain.po").open("rb") as stream:
        catalogue = {message.id: message.string for message in read_po(stream) if message.id}
    for sentence in sentences(module):
        assert catalogue.get(sentence), f"{module}: {sentence!r} has no Chinese"
        assert set(PLACE.findall(sentence)) == set(PLACE.findall(catalogue[sentence])), sentence
