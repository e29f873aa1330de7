"""The first table, as received and as Word, Excel and web files made from it: all 55 rows as read by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from table_files import DUMP, READING, TITLE, as_docx, as_html, as_xlsx, seed_lines

from engine.catalog import examine, load
from engine.domain.definition.when import Continuous
from engine.services.importing.bring_in import bring_in

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
AMBIGUOUS = {17, 21, 37, 38, 44, 47, 54, 55}
FORMS = ("txt", "docx", "xlsx", "html")


@pytest.fixture(scope="module", params=FORMS)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    form: str = request.param
    home = tmp_path_factory.mktemp(form)
    file = home / f"责任分解表.{form}"
    makers = {"docx": as_docx, "xlsx": as_xlsx, "html": as_html}
    file.write_bytes(makers[form](seed_lines()) if form in makers else DUMP.read_bytes())
    bring_in(file, home / "drafts", NOW)
    return home / "drafts"


@pytest.fixture(scope="module")
def report(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "doubts.json").read_text(encoding="utf-8"))
    return told


@pytest.fixture(scope="module")
def drafts(folder: Path) -> list[dict[str, Any]]:
    files = sorted(folder.glob("indicators/*/*.yaml"), key=lambda path: path.stem)
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in files]


def test_the_drafts_pass_check_without_a_single_remark(folder: Path) -> None:
    assert [str(each) for each in examine(folder).problems] == []


def test_all_rows_word_for_word(report: dict[str, Any], drafts: list[dict[str, Any]]) -> None:
    assert (report["title"], report["year"]) == (TITLE, 2022)
    wanted = [(row["category"], row["group"], row["requirement"], row["time_text"]) for row in READING]
    assert [
        tuple(row[key] for key in ("category", "group", "requirement", "time_text")) for row in report["rows"]
    ] == wanted
    assert [(each["requirement"], each["time_text"]) for each in drafts] == [each[2:] for each in wanted]


def test_numbers_are_category_group_and_item(drafts: list[dict[str, Any]], report: dict[str, Any]) -> None:
    assert [int(each["number"].split(".")[2]) for each in drafts] == [row["item"] for row in READING]
    assert (report["counts"]["categories"], report["counts"]["groups"]) == (6, 29)


def test_every_unit_as_by_hand(drafts: list[dict[str, Any]]) -> None:
    found = [(each["lead"], each.get("cooperating", [])) for each in drafts]
    assert found == [(row["lead"], row["cooperating"]) for row in READING]


def test_the_ten_departments_are_the_ones_the_cell_lists(folder: Path) -> None:
    groups = {each.name: each for each in load(folder).record.units.groups}
    reading = yaml.safe_load((DUMP.parents[3] / "tests/catalog/reading.yaml").read_text(encoding="utf-8"))
    assert list(groups["各行业主管部门"].members) == reading["industry_departments"]
    assert not groups["各行业主管部门"].assumed
    assert groups["各街道"].assumed


def test_every_time_as_by_hand(report: dict[str, Any]) -> None:
    for row, wanted in zip(report["rows"], READING, strict=True):
        times = {_key(each["kind"], each) for each in wanted.get("deadlines", [])}
        times |= {("by-date", each["alt"]) for each in wanted.get("deadlines", []) if "alt" in each}
        assert {_key(each["kind"], each) for each in row["times"]} == times, row["row"]


def _key(kind: str, said: dict[str, Any]) -> tuple[Any, ...]:
    match kind:
        case "by-date":
            return (kind, said["date"])
        case "dates":
            return (kind, len(said.get("dates") or said["due"]))
        case "count-per-year":
            return (kind, said["count"])
    return (kind,)


def test_every_target_as_by_hand(report: dict[str, Any]) -> None:
    for row, wanted in zip(report["rows"], READING, strict=True):
        found = {(each["op"], each["value"], each["unit"].split("/")[0]) for each in row["targets"]}
        assert found == {
            (each["op"], each["value"], each["unit"].split("/")[0]) for each in wanted.get("targets", [])
        }, row["row"]


def test_figures_go_to_the_day_their_words_belong_to(drafts: list[dict[str, Any]]) -> None:
    pledge, results = drafts[53]["milestones"]
    assert [(each.get("at_least"), each.get("exactly")) for each in pledge["measures"]] == [(0.9, None), (None, 1)]
    assert [(each.get("at_least"), each.get("exactly")) for each in results["measures"]] == [(0.9, None), (None, 1)]
    assert (pledge["when"]["by"], results["when"]["by"]) == ("07-31", "10-31")


def test_the_eight_rows_that_can_be_read_otherwise_are_the_ones_marked(
    report: dict[str, Any], drafts: list[dict[str, Any]]
) -> None:
    assert {row["row"] for row in report["rows"] if row["ambiguous"]} == AMBIGUOUS
    assert {each["row"] for each in report["doubts"] if each["kind"] == "ambiguous"} == AMBIGUOUS
    assert {each["source"]["row"] for each in drafts if each.get("doubts")} == AMBIGUOUS


def test_rows_without_a_time_are_left_without_one(folder: Path) -> None:
    wanted = {row["seq"] for row in READING if row.get("no_time")}
    definitions = load(folder).definitions.values()
    assert {each.row for each in definitions if each.no_time} == wanted
    for each in definitions:
        if each.row in wanted:
            assert [part.when for part in each.milestones] == [Continuous(continuous="unstated")]


def test_every_reading_stands_in_the_cell_it_names(report: dict[str, Any]) -> None:
    for row in report["rows"]:
        for each in (*row["times"], *row["targets"]):
            text = row["words"][each["column"]]
            assert text[each["place"][0] : each["place"][1]] == each["text"]
            assert each["cell"] == row["cells"][each["column"]]


def test_the_report_for_people_names_cells_and_characters(folder: Path) -> None:
    told = (folder / "doubts.md").read_text(encoding="utf-8")
    assert "2022年8月中旬前" in told and "| r017 |" in told
    assert "## 有不止一种读法，请确定 (8)" in told
