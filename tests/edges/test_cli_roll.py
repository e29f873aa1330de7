"""`luoshi roll`: next year's folder, what it prints, and that nothing is written unless a folder is named."""

from __future__ import annotations

from pathlib import Path

from command_line import luoshi

SHIPPED = Path(__file__).parents[2] / "definitions" / "chongchuan-2022"


def test_next_year_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    answer = luoshi("roll", SHIPPED, "--year", 2023, "--out", tmp_path / "next")
    assert answer.code == 0
    assert "由2022年转入2023年，55项指标编号不变" in answer.out and "一次性工作" in answer.out
    checked = luoshi("check", tmp_path / "next")
    assert checked.code == 0 and "错误 0 个" in checked.out


def test_without_a_folder_it_only_tells(tmp_path: Path) -> None:
    told = luoshi("roll", SHIPPED, "--json").json
    assert (told["before"], told["year"], told["folder"]) == (2022, 2023, None)
    assert {"one-off", "ambiguous"} <= {each["code"] for each in told["look_at"]}
    refused = luoshi("roll", SHIPPED, "--year", 2022, "--out", tmp_path / "same")
    assert refused.code != 0 and "以后的年度" in refused.err and not (tmp_path / "same").exists()
