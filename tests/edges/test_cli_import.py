"""`luoshi import`: what it prints, what it refuses, and that every refusal says what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import luoshi
from table_files import DUMP, as_docx, seed_lines

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def test_a_table_becomes_drafts_that_pass_check(tmp_path: Path) -> None:
    answer = luoshi("import", DUMP, "--out", tmp_path / "drafts")
    assert answer.code == 0
    assert "共6类29组55项" in answer.out and "r017" in answer.out
    checked = luoshi("check", tmp_path / "drafts")
    assert checked.code == 0 and checked.out.endswith("错误 0 个，提醒 0 个。\n")


def test_json_holds_every_row_and_every_doubt(tmp_path: Path) -> None:
    file = tmp_path / "分解表.docx"
    file.write_bytes(as_docx(seed_lines()))
    told = luoshi("import", file, "--out", tmp_path / "drafts", "--year", "2022", "--json").json
    assert told["ok"] and told["counts"]["rows"] == 55 and told["counts"]["ambiguous"] == 8
    assert told["rows"][0]["lead"] == [{"name": "区政府办", "place": [0, 4], "cell": "R2C5"}]
    assert all((tmp_path / "drafts" / name).is_file() for name in told["files"])


@pytest.mark.parametrize("year", [2019, 2021, 2023, 2030])
def test_another_year_is_served_where_it_is_asked_for(year: int, tmp_path: Path) -> None:
    told = luoshi("import", DUMP, "--out", tmp_path / "drafts", "--year", year, "--json").json
    assert told["year"] == year
    assert {"other-year"} <= {each["code"] for each in told["doubts"]}
    assert luoshi("check", tmp_path / "drafts").code == 0


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept", encoding="utf-8")
    answer = luoshi("import", DUMP, "--out", tmp_path)
    assert answer.code == 76 and "不是空文件夹" in answer.err and "--out" in answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


@pytest.mark.parametrize(
    ("name", "raw", "code", "says"),
    [
        ("不在.docx", None, 66, "没有文件"),
        ("旧.doc", OLD, 69, "另存为.docx"),
        ("旧.wps", OLD, 69, "另存为.docx"),
        ("旧.xls", OLD, 69, "另存为.xlsx"),
        ("印.pdf", b"%PDF-1.7 ...", 65, "PDF"),
        ("空.txt", b"", 65, "没有表格"),
        ("坏.docx", b"PK\x03\x04 and then nothing", 65, "已损坏"),
        ("别的.txt", "姓名\t电话\n张三\t1\n李四\t2\n".encode(), 65, "表头"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(
    name: str, raw: bytes | None, code: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # no LibreOffice, wherever this runs
    file = tmp_path / name
    if raw is not None:
        file.write_bytes(raw)
    answer = luoshi("import", file, "--out", tmp_path / "drafts")
    assert answer.code == code and says in answer.err and "Traceback" not in answer.err
    assert not (tmp_path / "drafts").exists()


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("8月中旬前", "之前，或到期末"),
        ("每月25日前", "到期 2022-01-25 … 2022-12-25"),
        ("会议召开前3个工作日", "提前3个工作日"),
        ("全年3至5次", "≥ 3–5"),
        ("每年“3.15”", "每年如此"),
        ("即日起至8月底", "施行之日 – 2022-08-31"),
        ("每两年", "2年"),
    ],
)
def test_a_time_is_told_in_words(phrase: str, says: str) -> None:
    answer = luoshi("read-time", phrase, "--year", "2022")
    assert answer.code == 0 and says in answer.out
    assert not re.search(r"[a-z]{3}", answer.out.replace(phrase, "")), "no name of a field"
