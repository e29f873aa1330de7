"""Chinese time: tables of phrases, the whole first table beside its hand reading, and dates printed in every form."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from told_times import all_told

from engine.reading.times import read_time

HERE = Path(__file__).parent
PHRASES: dict[str, list[str]] = {
    phrase: said
    for name in ("times.yaml", "times_written.yaml", "times_tried.yaml")
    for phrase, said in yaml.safe_load((HERE / name).read_text(encoding="utf-8")).items()
}
TABLE = yaml.safe_load((HERE.parent / "catalog" / "reading.yaml").read_text(encoding="utf-8"))["rows"]
YEAR = 2022


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_means_this(phrase: str) -> None:
    assert all_told(phrase, YEAR) == PHRASES[phrase]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row["seq"]))
def test_the_table_is_read_as_by_hand(row: dict[str, Any]) -> None:
    """Both columns together: every time of the hand reading with its other reading, and not one more."""
    wanted = {_key(each["kind"], each) for each in row.get("deadlines", [])}
    wanted |= {("by-date", each["alt"]) for each in row.get("deadlines", []) if "alt" in each}
    texts = (row["requirement"], row["time_text"])
    found = [each for text in texts for each in read_time(text, YEAR).as_json()["readings"] if each["kind"] != "none"]
    assert {_key(each["kind"], each) for each in found} == wanted


def _key(kind: str, said: dict[str, Any]) -> tuple[Any, ...]:
    match kind:
        case "by-date":
            return (kind, said["date"])
        case "dates":
            return (kind, len(said.get("dates") or said["due"]))
        case "count-per-year":
            return (kind, said["count"])
    return (kind,)


FORMS = (
    "{y}年{m}月{d}日",
    "{y}年{m:02}月{d:02}日",
    "{y}-{m:02}-{d:02}",
    "{y}.{m}.{d}",
    "{y}/{m}/{d}",
    "{y} 年 {m} 月 {d} 日",
)


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(FORMS), st.sampled_from(["", "前", "之前", "以前"])
)
def test_a_printed_date_reads_back(day: date, form: str, before: str) -> None:
    phrase = form.format(y=day.year, m=day.month, d=day.day) + before
    assert all_told(phrase, YEAR) == [f"by-date {day}" if before else f"dates {day}"]


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_chinese_numerals_read_as_digits(day: date) -> None:
    year = "".join("〇一二三四五六七八九"[int(sign)] for sign in str(day.year))
    written = f"{year}年{_numeral(day.month)}月{_numeral(day.day)}日前"
    assert all_told(written, YEAR) == [f"by-date {day}"]


def _numeral(number: int) -> str:
    signs = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else signs[tens] + "十") + (signs[ones] if ones else "")


@given(st.text(alphabet="2022年3月底前至每季度次、，。1五十旬上下半内日起（）“”0-—.%工作个", max_size=30))
def test_no_phrase_breaks_the_reader_and_places_are_right(phrase: str) -> None:
    for reading in read_time(phrase, YEAR).readings:
        assert phrase[reading.start : reading.end] == reading.text != ""
