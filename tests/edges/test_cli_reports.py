"""Reports from the command line: written whole, never over a file by mistake."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import home_of, luoshi
from docx import Document
from openpyxl import load_workbook

AT = datetime(2022, 6, 15, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pytest.MonkeyPatch]:
    folder: Path = tmp_path_factory.mktemp("home")
    with home_of(folder, datetime(2022, 1, 4, 1, tzinfo=UTC)):
        assert luoshi("apply").code == 0
    with home_of(folder, AT) as patch:
        assert luoshi("issue").code == 0
        yield patch


def test_the_ledger(home: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = tmp_path / "台账.xlsx"
    told = luoshi("report", "ledger", "--out", out, "--json").json
    assert load_workbook(out).worksheets[0].max_row == told["assignments"] + 3 > 60
    again = luoshi("report", "ledger", "--out", out)
    assert again.code == 76 and "--replace" in again.err
    assert luoshi("report", "ledger", "--out", out, "--replace", "--indicator", "joint-meeting").code == 0
    assert {row[3] for row in load_workbook(out).worksheets[0].iter_rows(min_row=4, values_only=True)} == {"1.1.3"}
    assert list(tmp_path.iterdir()) == [out]


def test_a_name_or_folder_that_does_not_fit(home: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert luoshi("report", "ledger", "--out", tmp_path / "台账.doc").code == 65
    nowhere = luoshi("report", "ledger", "--out", tmp_path / "没有" / "台账.xlsx")
    assert nowhere.code == 69 and "文件夹" in nowhere.err


def test_a_package_is_made_and_checked_without_a_database(
    home: pytest.MonkeyPatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "迎检.zip"
    made = luoshi("package", "make", "--out", out, "--json").json["package"]
    assert made["indicators"] > 20 and made["gaps"] > 20
    monkeypatch.setenv("LUOSHI_HOME", str(tmp_path / "elsewhere"))
    sound = luoshi("package", "verify", out, "--digest", made["digest"])
    assert sound.code == 0 and made["head_digest"] in sound.out and not (tmp_path / "elsewhere").exists()
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("夹带.txt", "x")
    bad = luoshi("package", "verify", out, "--digest", "00")
    assert bad.code == 1 and "多出：夹带.txt" in bad.out and "本身被改动过" in bad.out
    assert luoshi("package", "verify", tmp_path / "没有.zip").code == 69


@pytest.mark.parametrize(
    "words", [("bulletin",), ("packet", "--quarter", "2022Q2"), ("self-assessment",), ("year-end",)]
)
def test_official_documents(home: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...]) -> None:
    out = tmp_path / "公文.docx"
    assert luoshi("report", *words, "--out", out).out.startswith("已生成")
    paragraphs = [each.text for each in Document(str(out)).paragraphs]
    signed = paragraphs.index("区创建办")  # what follows is attached
    assert "省计量惠民示范区" in paragraphs[0] and paragraphs[signed + 1] == "2022年6月15日"
    assert luoshi("report", *words, "--out", out, "--replace", "--as-of", "2022-07-01").code == 65


def test_the_table_back_and_no_list_yet(home: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for ending in ("docx", "xlsx"):
        assert "55行" in luoshi("report", "table", "--out", tmp_path / f"表.{ending}").out
    answer = luoshi("report", "recognition", "--out", tmp_path / "表彰.xlsx")
    assert answer.code == 76 and "还没有" in answer.err and not (tmp_path / "表彰.xlsx").exists()
