"""Everything people read has its Chinese, no translation is left over, and placeholders agree."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from generator.sources import Said, messages, raised
from repository import ROOT

LOCALE = ROOT / "engine" / "locale" / "zh_CN"


def _catalogs() -> dict[str, Catalog]:
    found = {}
    for file in sorted(LOCALE.glob("*.po")):
        with file.open("rb") as stream:
            found[file.name] = read_po(stream, locale="zh_CN")
    return found


@pytest.fixture(scope="module")
def said() -> list[Said]:
    return messages()


@pytest.fixture(scope="module")
def translations() -> dict[str, str]:
    return {str(m.id): str(m.string) for catalog in _catalogs().values() for m in catalog if m.id and m.string}


def _needs_no_words(message: str) -> bool:
    """Only placeholders and signs: `{name} {version}` reads the same in every language."""
    return not any(sign.isalpha() for sign in re.sub(r"\{\w+\}", "", message))


def test_every_message_is_translated(said: list[Said], translations: dict[str, str]) -> None:
    missing = {
        each.message: f"{each.file}:{each.line}: {each.message!r}"
        for each in said
        if each.message not in translations and not _needs_no_words(each.message)
    }
    assert not missing, "\n" + "\n".join(missing.values())


def test_no_translation_is_left_over(said: list[Said]) -> None:
    known = {each.message for each in said}
    stale = [
        f"{file}: {m.id!r}" for file, catalog in _catalogs().items() for m in catalog if m.id and m.id not in known
    ]
    assert stale == [], "\n" + "\n".join(stale)


def test_nothing_is_obsolete_or_fuzzy() -> None:
    for file, catalog in _catalogs().items():
        assert not catalog.obsolete, file
        assert [m.id for m in catalog if m.id and m.fuzzy] == [], file


def test_placeholders_agree(translations: dict[str, str]) -> None:
    differing = [message for message, translated in translations.items() if not _names(translated) <= _names(message)]
    assert differing == []


def _names(text: str) -> set[str]:
    try:
        return {name for _, name, *_ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        # A message about braces is said without parameters, and then nothing is filled in.
        return set()


def test_one_code_one_meaning() -> None:
    """A code may be raised in several places, but always as the same kind."""
    kinds: dict[str, set[str]] = {}
    for error in raised():
        kinds.setdefault(error.code, set()).add(error.kind)
    assert {code: found for code, found in kinds.items() if len(found) > 1} == {}


def test_every_error_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    assert [error.code for error in raised() if f"`{error.code}`" not in page] == []


def test_generated_files_are_what_their_source_gives() -> None:
    from generator import generated

    stale = [name for name, text in generated().items() if not _same(ROOT / name, text)]
    assert stale == [], "run `make docs`"


def _same(file: Path, text: str) -> bool:
    return file.exists() and file.read_text(encoding="utf-8") == text
