"""Next year from this one: ids, order and comments stay, days follow the same words, and the rest is told."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.catalog import examine, load
from engine.errors import Invalid, Refused
from engine.services.rolling import report
from engine.services.rolling.roll import roll, write_rolled

SHIPPED = Path(__file__).parents[3] / "definitions" / "chongchuan-2022"


def _copied(folder: Path) -> Path:
    home = folder / "chongchuan"
    shutil.copytree(SHIPPED, home)
    shutil.copytree(SHIPPED.parent / "workflows", folder / "workflows")
    return home


def _changed(home: Path, name: str, change: Callable[[str], str]) -> Path:
    [file] = home.glob(f"indicators/*/{name}.yaml")
    before = file.read_text(encoding="utf-8")
    assert change(before) != before
    file.write_text(change(before), encoding="utf-8")
    return file


def test_the_shipped_programme_rolls_on(tmp_path: Path) -> None:
    rolled = roll(SHIPPED)
    write_rolled(SHIPPED, tmp_path / "next", rolled, report.as_text(rolled))
    seen = examine(tmp_path / "next")
    assert [str(each) for each in seen.errors] == []
    assert seen.catalog is not None and seen.catalog.programme.year == 2023
    assert list(seen.catalog.definitions) == list(load(SHIPPED).definitions)
    assert set(rolled.texts) == {"programme.yaml"}, "its days are written without a year: nothing else changes"
    told = json.loads((tmp_path / "next" / "roll.json").read_text(encoding="utf-8"))
    codes = {(each["code"], each["place"]) for each in told["look_at"]}
    assert {
        ("one-off", "leading-group"),
        ("target-year", "public-standards-established"),
        ("ambiguous", "special-inspections"),
        ("said-year", "audit-and-review"),
        ("sample", "units.yaml"),
    } <= codes
    assert not [each for each in codes if each[1] == "joint-meeting"], "every quarter needs no look"
    assert "2022年3月中旬" in (tmp_path / "next" / "roll.md").read_text(encoding="utf-8")


def test_ambiguous_rows_are_those_of_the_definitions() -> None:
    doubted = {each.id for each in load(SHIPPED).record.indicators if each.doubts}
    assert {each.place for each in roll(SHIPPED).looks if each.code == "ambiguous"} == doubted


def test_a_feast_by_the_moon_moves(tmp_path: Path) -> None:
    """春节 was 1 February in 2022 and 22 January in 2023: by the day before."""
    home = _copied(tmp_path)

    def to_feast(text: str) -> str:
        text = re.sub(r"time_text: .*", "time_text: 2022年春节前成立领导小组。", text)
        return re.sub(r"when: .*", "when: {by: 01-31}   # 除夕", text)

    _changed(home, "leading-group", to_feast)
    rolled = roll(home)
    [text] = [text for file, text in rolled.texts.items() if file.endswith("leading-group.yaml")]
    assert "when: {by: 01-21}   # 除夕" in text
    [look] = [each for each in rolled.looks if each.code == "moved-day"]
    assert (look.words, look.before, look.after) == ("2022年春节前", "01-31", "01-21")


def test_a_feast_in_the_calendar_of_the_sun_stays(tmp_path: Path) -> None:
    assert not [each for each in roll(SHIPPED).looks if each.code == "moved-day"]
    home = _copied(tmp_path)
    _changed(home, "leading-group", lambda text: re.sub(r"time_text: .*", "time_text: 国庆节前。", text))
    assert not [each for each in roll(home).looks if each.code == "moved-day"]


def test_a_day_written_out_for_one_year_is_proposed_a_year_on(tmp_path: Path) -> None:
    home = _copied(tmp_path)
    _changed(home, "free-verification-coverage", lambda text: text.replace("by: 08-31", "by: 2022-08-31"))
    rolled = roll(home, 2024)
    [text] = [text for file, text in rolled.texts.items() if file.endswith("coverage.yaml")]
    assert "{by: 2024-08-31}" in text
    [look] = [each for each in rolled.looks if each.code == "fixed-day"]
    assert (look.place, look.before, look.after) == ("free-verification-coverage", "2022-08-31", "2024-08-31")


def test_who_left_or_joined_is_told(tmp_path: Path) -> None:
    home = _copied(tmp_path)
    rosters = load(home).record.rosters.values()
    first, second, *_ = [each.name for roster in rosters for each in roster if each.kind.value == "sub-district"]
    units = home / "units.yaml"
    told = f"  - name: 各街道\n    left: [{{unit: {first}, day: 2022-08-01}}]\n"
    told += f"    joined: [{{unit: {second}, day: 2022-06-01}}]\n"
    text = units.read_text(encoding="utf-8")
    units.write_text(text.replace("  - name: 各街道\n", told), encoding="utf-8")
    found = {each.code: each.words for each in roll(home).looks if each.place == "units.yaml"}
    assert found["left"] == f"{first}（各街道，2022-08-01）"
    assert found["joined"] == f"{second}（各街道，2022-06-01）"


def test_only_a_later_year_and_only_a_new_folder(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        roll(SHIPPED, 2022)
    assert refused.value.code == "not-a-later-year"
    (tmp_path / "there").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused):
        write_rolled(SHIPPED, tmp_path, roll(SHIPPED), {})
    assert [each.name for each in tmp_path.iterdir()] == ["there"]


@given(st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rolling_keeps_ids_comments_and_order(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever days are fixed and whatever is remarked: only days that are written out change, and the year."""
    home = _copied(tmp_path_factory.mktemp("roll"))
    files = sorted(home.glob("indicators/*/*.yaml"))
    for file in data.draw(st.lists(st.sampled_from(files), max_size=6, unique=True)):
        lines = file.read_text(encoding="utf-8").split("\n")
        keys = [at for at, line in enumerate(lines) if re.match(r"[a-z]", line)]
        lines.insert(data.draw(st.sampled_from(keys)), f"# {data.draw(st.text('甲乙丙 注:#-', max_size=8))}")
        fixed = data.draw(st.booleans())
        text = "\n".join(lines)
        file.write_text(re.sub(r"\bby: (\d\d-\d\d)", r"by: 2022-\1", text) if fixed else text, encoding="utf-8")
    assert not examine(home).errors
    rolled = roll(home)
    assert not [each for each in rolled.problems if each.severity == "error"]
    for file, text in rolled.texts.items():
        before = (home / file).read_text(encoding="utf-8").split("\n")
        after = text.split("\n")
        assert len(before) == len(after)
        for was, now in zip(before, after, strict=True):
            assert was == now or re.sub(r"2023", "2022", now) == was
    out = home.parent / "next"
    write_rolled(home, out, rolled, {})
    assert list(load(out).definitions) == list(load(home).definitions)
