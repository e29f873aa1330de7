"""Many faults in one programme: every one is told, where it stands, and nothing besides; none hides another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from broken_definitions import EDITS, Broken

from engine.catalog import examine

SOUND = Path(__file__).parent / "sound"
NAMES = """
field-misspelt field-unknown field-missing-inside field-in-union field-in-rule list-wanted yes-no id-form
number-form remind-form file-type-form evidence-kind score-rule proportion-words points-negative no-such-day
when-and-milestones every-unknown due-unknown occasion-both occasion-opens-late occasion-twice milestone-twice
count-zero count-without-count evidence-twice lead-unknown helper-unknown lead-twice workflow-unknown
category-unknown number-twice row-twice group-renamed id-not-file reviewer-unknown zone-unknown closing-time
default-workflow watched-unknown meeting-unknown ranked-unknown countdown-late category-twice bare-on unit-kind
unit-id-twice member-unknown joined-unknown joined-day group-both-ways roster-kind roster-reference roster-id-twice
person-unit person-role person-deputy rung-notice rung-trigger-word rung-twice rung-role notice-channel
notice-variable notice-attribute notice-call notice-file-name scale-unknown scale-amount quorum returns-forward
stage-order review-own key-twice id-of-another-file scale-of-nothing full-width-letter
"""
"""Edits of the corpus that leave room for each other: each in words of its own, and none about what another removes."""
AT_ONCE = NAMES.split()
_MARK = 0xE000


def test_no_fault_hides_another(tmp_path: Path) -> None:
    cases = [case for case in EDITS if case.name in AT_ONCE]
    assert len(cases) == len(AT_ONCE)
    home = tmp_path / "sound"
    shutil.copytree(SOUND, home)
    wanted = sorted(_broken(home, cases))
    found = [
        (str(Path(each.file).relative_to(home)), each.line, each.column, each.code)
        for each in examine(home / "programme").problems
    ]
    assert sorted(found) == wanted


def _broken(home: Path, cases: list[Broken]) -> Iterator[tuple[str, int, int, str]]:
    """Make all the edits, each with a mark of its own; give the places of the marks, which are then taken out."""
    for file in {case.file for case in cases}:
        text = (home / file).read_text("utf-8")
        here = [(chr(_MARK + at), case) for at, case in enumerate(cases) if case.file == file]
        for mark, case in here:
            assert text.count(case.old) == 1, case.name
            text = text.replace(case.old, case.new.replace("‸", mark))
        for mark, case in here:
            before = _unmarked(text[: text.index(mark)])
            yield file, before.count("\n") + 1, len(before) - before.rfind("\n"), case.code
        (home / file).write_text(_unmarked(text), "utf-8")


def _unmarked(text: str) -> str:
    return "".join(char for char in text if not _MARK <= ord(char) < _MARK + len(AT_ONCE))
