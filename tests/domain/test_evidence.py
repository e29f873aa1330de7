"""What may be handed in, what is missing, which events are distinct and what an approval has seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from declared import milestone

from engine.domain.definition.wanted import EvidenceWanted
from engine.domain.evidence import (
    Item,
    approved_items,
    check_item,
    distinct_events,
    evidence_digest,
    missing,
    outside_window,
)
from engine.domain.vocabulary import EvidenceKind, ItemState

REGISTER = EvidenceWanted(id="register", title="台账", kind=EvidenceKind.TABLE, accept=("xlsx", "csv"), max_megabytes=1)
PHOTO = EvidenceWanted(id="photo", title="照片", kind=EvidenceKind.PHOTO, accept=("jpg",), min=2)
INSPECTION = EvidenceWanted(id="inspection", title="检查记录", kind=EvidenceKind.EVENT, min=4)
NUMBER = EvidenceWanted(id="number", title="数量", kind=EvidenceKind.NUMBER)
PAGE = EvidenceWanted(id="page", title="公示", accept=("html",))
DAY = date(2022, 3, 3)


def item(requirement: str, content: str, state: ItemState = ItemState.PENDING, day: date = DAY) -> Item:
    kind = EvidenceKind.EVENT if requirement == "inspection" else EvidenceKind.TABLE
    return Item(requirement, kind, state, day, content)


@pytest.mark.parametrize(
    ("wanted", "name", "size", "looks", "code"),
    [
        (REGISTER, "台账.xlsx", 10, "xlsx", ""),
        (REGISTER, "台账.XLSX", 10, ".zip", ""),
        (REGISTER, "台账.csv", 10, "", ""),
        (PHOTO, "现场.jpeg", 10, "jpg", ""),
        (REGISTER, "台账.docx", 10, "docx", "evidence.type"),
        (REGISTER, "台账", 10, "", "evidence.type"),
        (REGISTER, ".xlsx", 10, "", "evidence.type"),
        (REGISTER, "台账.xlsx", 0, "", "evidence.empty"),
        (REGISTER, "台账.xlsx", 1024 * 1024 + 1, "xlsx", "evidence.too-large"),
        (REGISTER, "台账.xlsx", 10, "exe", "evidence.runs"),
        (PAGE, "公示.html", 10, "html", "evidence.runs"),
        (PHOTO, "现场.jpg", 10, "pdf", "evidence.disguised"),
    ],
)
def test_a_file_is_taken_by_name_size_and_contents(
    wanted: EvidenceWanted, name: str, size: int, looks: str, code: str
) -> None:
    refusal = check_item(wanted, name, size, looks)
    assert (refusal.code if refusal else "") == code
    if refusal:
        assert refusal.sentence and refusal.remedy


@pytest.mark.parametrize(
    ("kind", "content", "taken"),
    [
        (EvidenceKind.NUMBER, "12.5", True),
        (EvidenceKind.NUMBER, "NaN", False),
        (EvidenceKind.NUMBER, "十二", False),
        (EvidenceKind.DATE, "2022-08-31", True),
        (EvidenceKind.DATE, "2022-02-30", False),
        (EvidenceKind.LINK, "https://example.org/a", True),
        (EvidenceKind.LINK, "javascript:alert(1)", False),
        (EvidenceKind.TEXT, "  ", False),
        (EvidenceKind.TEXT, "已公示", True),
    ],
)
def test_what_is_written_has_to_read_as_its_kind(kind: EvidenceKind, content: str, taken: bool) -> None:
    wanted = EvidenceWanted(id="x", title="内容", kind=kind)
    assert (check_item(wanted, content=content) is None) is taken


def test_what_is_missing_is_named_item_by_item() -> None:
    wants = milestone({"by": "08-31"}, evidence=(REGISTER, PHOTO))
    given = [item("photo", "a"), item("photo", "b", ItemState.RETURNED), item("register", "c", ItemState.REPLACED)]
    assert [(one.requirement, one.still, one.returned) for one in missing(wants, given)] == [
        ("register", 1, 0),
        ("photo", 1, 1),
    ]
    complete = [item("register", "c"), item("photo", "a"), item("photo", "b", ItemState.APPROVED)]
    assert missing(wants, complete) == ()


def test_the_same_event_counts_once() -> None:
    wants = milestone({"count": {"at_least": 4}}, evidence=(INSPECTION,))
    days = [date(2022, 3, 3), date(2022, 5, 12), date(2022, 7, 8)]
    events = [item("inspection", f"sha-{day}", day=day) for day in days]
    twice = [*events, events[0]]
    assert len(distinct_events(twice)) == 3
    assert len(distinct_events([*events, item("inspection", "another the same day", day=days[0])])) == 4
    (short,) = missing(wants, twice)
    assert (short.there, short.still) == (3, 1)
    assert missing(wants, [*events, item("inspection", "fourth", day=date(2022, 8, 20))]) == ()


def test_welcome_evidence_is_never_missing() -> None:
    wants = milestone({"by": "08-31"}, evidence=(REGISTER.model_copy(update={"min": 0}),))
    assert missing(wants, []) == ()


def test_a_checklist_counts_no_requirement_beyond_what_it_wants() -> None:
    wants = milestone({"by": "08-31"}, evidence=(REGISTER, PHOTO))
    three = [item("photo", content, ItemState.APPROVED) for content in "abc"]
    assert approved_items(wants, three) == (2, 3)


def test_both_ends_of_the_window_are_inside() -> None:
    window = (date(2022, 1, 1), date(2022, 3, 31))
    days = [date(2021, 12, 31), window[0], window[1], date(2022, 4, 1)]
    assert [outside_window(window, day) for day in days] == [True, False, False, True]


def test_an_approval_is_bound_to_what_it_has_seen() -> None:
    first, second = item("register", "a"), item("photo", "b")
    digest = evidence_digest([first, second])
    assert digest == evidence_digest([second, first])
    assert digest == evidence_digest([replace(first, state=ItemState.APPROVED), second])
    replaced = replace(first, state=ItemState.REPLACED)
    assert digest == evidence_digest([first, second, replace(replaced, content="old")])
    for changed in (
        [replaced, second, item("register", "new")],
        [first],
        [replace(first, effective_on=date(2022, 3, 4)), second],
    ):
        assert evidence_digest(changed) != digest
