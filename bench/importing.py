"""`import.rows` and `time.phrases`: tables and words read, beside the least that could be done with the same bytes."""

from __future__ import annotations

import importlib.util
import io
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import yaml
from docx import Document

from bench import peer_judged
from bench.rounds import Rounds
from bench.row import Row
from bench.sizes import Size
from engine.reading.times import read_time
from engine.services.importing.bring_in import read_drafts

_NOW: Final = datetime(2026, 3, 2, 1, tzinfo=UTC)
_READING: Final = Path(__file__).parents[1] / "tests" / "reading"
_DUMP: Final = Path(__file__).parents[1] / "definitions" / "chongchuan-2022" / "source" / "responsibility-table.txt"
_DATE: Final = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日|([上中下])旬|底)?|每?(?:月|季度|年)")


def rows(size: Size, folder: Path) -> Row:
    """Rows a second of a Word table, read into drafts with every time, figure and unit."""
    cells = [cell.strip("\n") for cell in re.split(r"\n\t|^\t", _DUMP.read_text(encoding="utf-8"))[1:]]
    table = [cells[at : at + 6] for at in range(0, len(cells), 6)]
    raw = _docx(table)
    found = read_drafts("table.docx", raw, _NOW)
    note = f"{len(found.rows)} rows with {sum(len(each.sayings) for each in found.rows)} times"
    against = "python-docx giving the words of the same cells"
    return _per_second("import.rows", size, len(table), lambda: read_drafts("t.docx", raw, _NOW), lambda: _words(raw),
                       "rows", against, 0.25, (note,))  # fmt: skip


def phrases(size: Size, folder: Path) -> Row:
    """Phrases a second of the time reader, on the phrases of the tests."""
    told = _told()
    known = [
        (words, 2022, said)
        for name in ("times", "times_written", "times_tried")
        for words, said in _yaml(f"{name}.yaml").items()
    ]
    known += [
        (words, part["year"], wanted) for part in _yaml("times_found.yaml") for words, wanted in part["phrases"].items()
    ]
    wrong = sum(told(words, year) != wanted for words, year, wanted in known)
    notes = [f"{len(known)} phrases, {wrong} read otherwise than by hand"]
    ours = lambda: [read_time(words, year) for words, year, _ in known]  # noqa: E731
    peer = peer_judged.asked([(words, year) for words, year, _ in known], size.rounds)
    if peer is None:
        notes.append("jionlp is not installed here (`make bench` does it): beside it stands a mere search")
        theirs = lambda: [_DATE.search(words) for words, _, _ in known]  # noqa: E731
        against = "one regular expression searched for in the same phrases"
        return _per_second("time.phrases", size, len(known), ours, theirs, "phrases", against, 0.001, tuple(notes))
    seconds, answers = peer
    missed = sum(not peer_judged.agrees(answer, wanted) for answer, (_, _, wanted) in zip(answers, known, strict=True))
    notes.append(f"jionlp: {missed} of them, where one of several readings by hand is enough")
    pairs = Rounds()
    for each in seconds:
        pairs.add(len(known) / _seconds(ours), len(known) / each)
    against = "jionlp.parse_time on the same phrases"
    return Row(
        "time.phrases", pairs.ours, "phrases/s", pairs.limit, pairs.ratio, "at_least", 1.0, against, tuple(notes)
    )


def _per_second(
    name: str,
    size: Size,
    count: int,
    ours: Callable[[], object],
    limit: Callable[[], object],
    unit: str,
    against: str,
    goal: float,
    notes: tuple[str, ...],
) -> Row:
    pairs = Rounds()
    for _ in range(size.rounds):
        pairs.add(count / _seconds(ours), count / _seconds(limit))
    return Row(name, pairs.ours, f"{unit}/s", pairs.limit, pairs.ratio, "at_least", goal, against, notes)


def _seconds(doing: Callable[[], object]) -> float:
    begun = time.perf_counter()
    doing()
    return time.perf_counter() - begun


def _docx(table: list[list[str]]) -> bytes:
    document = Document()
    made = document.add_table(len(table), 6)
    for row, cells in zip(made.rows, table, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _words(raw: bytes) -> list[str]:
    return [cell.text for row in Document(io.BytesIO(raw)).tables[0].rows for cell in row.cells]


def _yaml(name: str) -> Any:
    return yaml.load((_READING / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _told() -> Callable[[str, int], list[str]]:
    """The tests' own way of writing readings down."""
    spec = importlib.util.spec_from_file_location("told_times", _READING.parent / "support" / "told_times.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    told: Callable[[str, int], list[str]] = module.all_told
    return told
