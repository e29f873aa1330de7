"""A fault is shown where it stands, whatever ends the lines, begins the file, indents it or is wide."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest
from broken_definitions import COVERAGE, EDITS, STREETS, Broken

from engine.catalog import Problem, examine

SOUND = Path(__file__).parent / "sound"
BOM = b"\xef\xbb\xbf"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copytree(SOUND, tmp_path / "sound")
    return tmp_path / "sound"


def written(home: Path, case: Broken, ends: bytes = b"\n", begins: bytes = b"") -> tuple[Problem, ...]:
    target = home / case.file
    text = target.read_text("utf-8").replace(case.old, case.new.replace("‸", ""))
    target.write_bytes(begins + text.encode().replace(b"\n", ends))
    return examine(home / "programme").problems


@pytest.mark.parametrize("ends", [b"\r\n", b"\r"], ids=["crlf", "cr"])
@pytest.mark.parametrize("case", EDITS, ids=lambda case: case.name)
def test_line_ends_and_a_byte_order_mark_move_no_place(case: Broken, ends: bytes, home: Path) -> None:
    plain = written(home, case)
    shutil.copy(SOUND / case.file, home / case.file)
    assert written(home, case, ends, BOM) == plain


@pytest.mark.parametrize("begins", [b"", BOM], ids=["plain", "bom"])
def test_bytes_of_another_encoding_are_found_behind_a_byte_order_mark(begins: bytes, home: Path) -> None:
    (home / STREETS).write_bytes(begins + "名,id\r\n".encode() + "x,东\r\n".encode("gbk"))
    (problem,) = (each for each in examine(home / "programme").problems if each.code == "not-utf8")
    assert (problem.line, problem.column) == (2, 3)


def caret_under(problem: Problem) -> str:
    """The excerpt's character over the caret, as a terminal with wide characters shows the two lines."""
    _, excerpt, caret, *_ = problem.render().splitlines()
    assert caret.strip() == "^"
    at = sum(8 if char == "\t" else 1 for char in caret[: caret.index("^")])
    column = 0
    for char in excerpt:
        if column >= at and not (unicodedata.category(char) == "Cf" and column == at):
            return char
        invisible = unicodedata.category(char) == "Cf" or unicodedata.combining(char)
        wide = unicodedata.east_asian_width(char) in "WF"
        column += 8 if char == "\t" else 0 if invisible else 2 if wide else 1
    return ""


@pytest.mark.parametrize(
    ("new", "over"),
    [
        ("kind:\ttabel, accept", "t"),
        ("kind: \t \ttabel, accept", "t"),
        ("help: 全角：，“”①\u200b文字, kind: tabel, accept", "t"),
        ("help: e\u0301te\u0301, kind: tabel, accept", "t"),
        ("help: 𠀀😀, kind: tabel, accept", "t"),
        ("kind: ｔable, accept", "ｔ"),
    ],
)
def test_the_caret_stands_under_what_is_wrong(new: str, over: str, home: Path) -> None:
    target = home / COVERAGE
    target.write_text(target.read_text("utf-8").replace("kind: table, accept", new), "utf-8")
    (problem,) = examine(home / "programme").problems
    assert problem.excerpt[problem.column - 1] == over
    assert caret_under(problem) == over
