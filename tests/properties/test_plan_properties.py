"""Over random edits a plan names exactly the indicators edited; over random bytes an examination never raises."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.catalog import Catalog, Examination, compare, examine, export, load

SOUND = Path(__file__).parents[1] / "catalog" / "sound"
REAL = Path(__file__).parents[2] / "definitions" / "chongchuan-2022"
FILES = sorted(path.relative_to(SOUND).as_posix() for path in SOUND.rglob("*.*"))
CATALOG = load(REAL)
NAMES = sorted(CATALOG.indicators)

EDITS: dict[str, dict[str, Any]] = {
    "title": {"title": "另一个名称"},
    "summary": {"summary": "说明"},
    "requirement": {"requirement": "另一个要求"},
    "remind": {"remind": ("9d",)},
    "lead": {"lead": ("区财政局", "市计量协会", "区宣传部")},
    "cooperating": {"cooperating": ("区财政局", "区商务局")},
    "note": {"cooperating_part": "none", "cooperating": ("市计量所",)},
}


def with_indicators(catalog: Catalog, changed: dict[str, dict[str, Any]], removed: set[str]) -> Catalog:
    indicators = tuple(
        each.model_copy(update=changed.get(each.id, {})) for each in catalog.record.indicators if each.id not in removed
    )
    return Catalog.of(catalog.record.model_copy(update={"indicators": indicators}))


@given(
    changed=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(sorted(EDITS)), max_size=8),
    removed=st.sets(st.sampled_from(NAMES), max_size=4),
)
def test_a_plan_names_exactly_what_was_edited(changed: dict[str, str], removed: set[str]) -> None:
    new = with_indicators(CATALOG, {name: EDITS[edit] for name, edit in changed.items()}, removed)
    plan = compare(CATALOG, new)
    assert {change.subject for change in plan} <= {"indicator"}
    assert {change.id for change in plan if change.kind == "removed"} == removed
    assert {change.id for change in plan if change.kind == "changed"} == set(changed) - removed
    assert {(change.kind, change.id) for change in compare(new, CATALOG)} == {
        ("added" if change.kind == "removed" else change.kind, change.id) for change in plan
    }
    assert compare(new, Catalog.parse(new.dump())) == ()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    texts=st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip), min_size=3, max_size=3
    )
)
def test_any_text_survives_an_export(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    sound = load(SOUND / "programme")
    title, requirement, help_text = texts
    update = {"title": title.strip(), "requirement": requirement.strip(), "summary": help_text}
    new = with_indicators(sound, {"coverage": update}, set())
    assert load(export(new, tmp_path_factory.mktemp("export"))) == new


def examined_after(home: Path, file: str, content: bytes) -> Examination:
    target = home / file
    before = target.read_bytes()
    target.write_bytes(content)
    try:
        return examine(home / "programme")
    finally:
        target.write_bytes(before)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(SOUND, tmp_path_factory.mktemp("sound") / "sound"))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_random_bytes_never_raise(data: st.DataObject, home: Path) -> None:
    file = data.draw(st.sampled_from(FILES))
    content = bytearray((SOUND / file).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.integers(0, 6))
        piece = data.draw(
            st.one_of(
                st.binary(max_size=4),
                st.sampled_from([b"[", b"{", b"- ", b": ", b"&a ", b"*a", b"\t", b'"', b"!x ", b"\n", b"%"]),
            )
        )
        content[at : at + cut] = piece
    seen = examined_after(home, file, bytes(content))
    for problem in seen.problems:
        assert problem.line >= 1 and problem.column >= 1
        assert problem.render() and problem.as_dict()
    assert (seen.catalog is None) == any(problem.severity == "error" for problem in seen.problems)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_swapped_words_never_raise(data: st.DataObject, home: Path) -> None:
    file = data.draw(st.sampled_from([each for each in FILES if each.endswith(".yaml")]))
    lines = (SOUND / file).read_text("utf-8").split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    key, colon, _ = lines[at].partition(": ")
    value = data.draw(
        st.sampled_from(
            [
                "[]",
                "{}",
                "null",
                "-1",
                "1e5",
                "9" * 40,
                "''",
                "[[a]]",
                "{a: {b: c}}",
                "true",
                "2022-13-45",
                "~",
                "[null]",
            ]
        )
    )
    lines[at] = f"{key}{colon}{value}" if colon else value
    seen = examined_after(home, file, "\n".join(lines).encode())
    assert all(problem.render() for problem in seen.problems)
