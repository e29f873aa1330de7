"""Every broken definition is told once, at its line and column, with a remedy, and never with a traceback."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from broken_definitions import CONTENTS, COVERAGE, DEEDS, EDITS, Broken
from fault_codes import fault_codes

from engine.catalog import DefinitionProblems, Problem, examine, load
from engine.wording import use_language

SOUND = Path(__file__).parent / "sound"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copytree(SOUND, tmp_path / "sound")
    return tmp_path / "sound"


def the_only_problem(home: Path) -> Problem:
    seen = examine(home / "programme")
    assert len(seen.problems) == 1, "\n".join(problem.render() for problem in seen.problems)
    return seen.problems[0]


def test_the_sound_programme_is_sound() -> None:
    seen = examine(SOUND / "programme")
    assert seen.problems == ()
    assert seen.catalog is not None


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(EDITS) + len(CONTENTS) >= 60
    names = [each.name for each in EDITS] + [each[0] for each in CONTENTS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", EDITS, ids=lambda case: case.name)
def test_one_fault_is_one_problem_with_place_and_remedy(case: Broken, home: Path) -> None:
    target = home / case.file
    before = target.read_text("utf-8")
    assert before.count(case.old) == 1, f"{case.old!r} stands {before.count(case.old)} times"
    marked = before.replace(case.old, case.new)
    after = marked.replace("‸", "")
    target.write_text(after, "utf-8")
    if case.at is None:
        head = marked[: marked.index("‸")]
        line, column = head.count("\n") + 1, len(head) - head.rfind("\n")
    else:
        line, column = case.at
    problem = the_only_problem(home)
    assert problem.code == case.code, problem.render()
    assert problem.file == str(home / (case.faulty or case.file)), problem.render()
    assert (problem.line, problem.column) == (line, column), problem.render()
    assert problem.severity == case.severity
    assert case.message in problem.message
    assert case.hint in problem.hint


@pytest.mark.parametrize(("name", "file", "content", "code", "message", "at"), CONTENTS, ids=[c[0] for c in CONTENTS])
def test_a_whole_file_may_be_wrong(
    name: str, file: str, content: bytes | None, code: str, message: str, at: tuple[int, int], home: Path
) -> None:
    if content is None:
        (home / file).unlink()
    else:
        (home / file).write_bytes(content)
    problem = the_only_problem(home)
    assert (problem.code, problem.file, (problem.line, problem.column)) == (code, str(home / file), at)
    assert message in problem.message


@pytest.mark.parametrize("case", EDITS, ids=lambda case: case.name)
def test_every_sentence_is_said_in_both_languages(case: Broken, home: Path) -> None:
    target = home / case.file
    target.write_text(target.read_text("utf-8").replace(case.old, case.new.replace("‸", "")), "utf-8")
    problem = the_only_problem(home)
    chinese = (problem.message, problem.hint)
    with use_language("en"):
        assert problem.message != chinese[0]
        assert not problem.hint or problem.hint != chinese[1]
        assert problem.message.isprintable()


def test_all_problems_of_all_files_are_told_at_once(home: Path) -> None:
    for case in (
        each for each in EDITS if each.name in ("lead-unknown", "rung-notice", "unit-kind", "quorum", "bare-on")
    ):
        target = home / case.file
        target.write_text(target.read_text("utf-8").replace(case.old, case.new.replace("‸", "")), "utf-8")
    codes = [problem.code for problem in examine(home / "programme").problems]
    assert sorted(codes) == ["quorum", "unknown-field", "unknown-notice", "unknown-unit", "unknown-word"]


def test_the_caret_stands_under_the_word_though_characters_are_wide(home: Path) -> None:
    target = home / COVERAGE
    target.write_text(target.read_text("utf-8").replace("kind: table,", "kind: tabel,"), "utf-8")
    head, excerpt, caret, remedy = the_only_problem(home).render().splitlines()
    assert head.startswith(f"{target}:13:41") and "evidence[0].kind" in head
    before = excerpt[: excerpt.index("tabel")]
    assert caret.index("^") == len(before) + len("免费检定台账")
    assert remedy.strip() == "改法：是不是“table”？"


@pytest.mark.parametrize(("deed", "code", "place"), DEEDS, ids=lambda each: getattr(each, "__name__", ""))
def test_the_folder_itself_may_be_wrong(deed: Callable[[Path], None], code: str, place: str, home: Path) -> None:
    deed(home)
    (problem,) = (each for each in examine(home / "programme").problems if each.code == code)
    assert problem.place == str(home / place)
    assert problem.message != problem.message_id


def test_every_fault_that_can_be_told_has_a_broken_definition() -> None:
    shown = {each.code for each in EDITS} | {content[3] for content in CONTENTS} | {code for _, code, _ in DEEDS}
    shown |= {each.code for each in examine(SOUND / "programme", 2021).problems}
    told = fault_codes()
    assert len(told) > 90
    told.pop("value")  # what pydantic may refuse one day and no value of ours is refused for today
    assert {code: place for code, place in told.items() if code not in shown} == {}
    assert shown - told.keys() == set()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    seen = examine(tmp_path / "nowhere")
    assert [problem.code for problem in seen.problems] == ["no-folder"]
    with pytest.raises(DefinitionProblems) as caught:
        load(tmp_path / "nowhere")
    assert caught.value.problems == seen.problems
    assert "1" in str(caught.value)


def test_a_byte_order_mark_does_no_harm(home: Path) -> None:
    for path in home.rglob("*.*"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert examine(home / "programme").problems == ()


def test_a_year_before_the_first_is_refused_and_a_later_one_is_served(home: Path) -> None:
    assert [each.code for each in examine(home / "programme", 2021).problems] == ["year"]
    later = examine(home / "programme", 2023)
    assert later.problems == () and later.catalog is not None and later.catalog.year == 2023


def test_a_warning_does_not_keep_the_definitions_from_use(home: Path) -> None:
    target = home / COVERAGE
    target.write_text(target.read_text("utf-8").replace("by: 08-31", "by: 2023-08-31"), "utf-8")
    assert load(home / "programme").definitions["coverage"].milestones[0].when.by.fixed == 2023  # type: ignore[union-attr]
