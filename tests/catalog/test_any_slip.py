"""Whatever slips into a file, the answer is a list of problems that can be shown, never a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.catalog import examine

SOUND = Path(__file__).parent / "sound"
FILES = sorted(path.relative_to(SOUND).as_posix() for path in SOUND.rglob("*.*"))
WORDS = st.sampled_from(
    [
        *"：，“”\u3000\t\n:,-[]{}'\"#&*!|>@\u200b\u2028 0a",
        "null",
        "{}",
        "[]",
        "true",
        "window: [01-01, 02-01], ",
        "open: 12-01, ",
        "due: assessment, ",
        "every: month, ",
        "every: [a], ",
        "by: {}, ",
        "month: null, ",
    ]
)
SLIPS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.one_of(st.just(""), WORDS)), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(SOUND, tmp_path_factory.mktemp("slips") / "sound")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=st.sampled_from(FILES), slips=SLIPS)
def test_any_slip_is_told_or_does_no_harm(file: str, slips: list[tuple[float, int, str]], home: Path) -> None:
    text = (SOUND / file).read_text("utf-8")
    for where, gone, typed in slips:
        at = int(where * len(text))
        text = text[:at] + typed + text[at + gone :]
    (home / file).write_text(text, "utf-8")
    try:
        seen = examine(home / "programme")
    finally:
        shutil.copy(SOUND / file, home / file)
    assert (seen.catalog is None) == bool(seen.errors)
    for problem in seen.problems:
        assert problem.message and problem.line > 0 and problem.column > 0
        assert problem.render().startswith(problem.place)
