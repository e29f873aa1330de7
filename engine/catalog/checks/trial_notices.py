"""Every notice tried with facts of the longest and the emptiest kind: what would fail at eight fails here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from engine.catalog.problems import Finding
from engine.domain.definition import Notice
from engine.domain.notices import line_of, render
from engine.errors import Invalid
from engine.wording import N_, Language

_LONG: Final = "Ｎｏ.１南通市崇川区某某街道某某社区卫生服务中心（示例）👩‍⚕️" * 5
_DAY: Final = date(2022, 8, 31)
_OF_WORK: Final = ("number", "title", "period", "due_on")
ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "returned": ("title", "reason"),
    "unowned": _OF_WORK,
    "changed": (*_OF_WORK, "id", "requirement", "time_text"),
    "not-reached": ("unit", "person", "subject"),
    "meeting-packet": ("unit", "assigned", "done", "overdue", "returned"),
    "countdown": ("unit", "title", "value", "target"),
    "recognition-list": ("unit", "rank", "points", "reason"),
    "bulletin": ("rank", "unit", "points"),
    "change-proposed": ("by", "title"),
    "change-decided": ("by", "title", "refused"),
}
"""What the rows of each notice have; definitions/…/notices/README.md says the same in words. The others have none."""


def tried(file: str, notice: Notice) -> Iterator[Finding]:
    """The first fault of each language and kind of facts; each line once."""
    told: set[tuple[str, int]] = set()
    for chosen in ("zh", "en"):
        for facts in (_full(notice.id), _EMPTY):
            fault = _refusal(notice, facts, chosen)
            if fault is None:
                continue
            field = str(fault.params.get("field", "body"))
            texts = getattr(notice, field)
            language = chosen if getattr(texts, chosen) else "zh"
            line = line_of(fault) or 1
            if (f"{field}.{language}", line) not in told:
                told.add((f"{field}.{language}", line))
                message = N_("this template cannot be rendered: {reason}")
                hint = N_("notices choose and join words: names in double braces, filters, if and for")
                reason = str(fault.__cause__ or fault)
                params = {"reason": reason}
                yield Finding(file, (field, language), "template", message, hint, params, inside=(line, "{"))


def _refusal(notice: Notice, facts: Mapping[str, Any], chosen: Language) -> Invalid | None:
    try:
        render(notice, facts, chosen)
    except Invalid as error:
        return error
    return None


def _full(notice: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(ROWS.get(notice, ()), _LONG)
    row |= {name: 12 for name in ("rank", "assigned", "done", "overdue", "returned") if name in row}
    row |= {"due_on": _DAY} if "due_on" in row else {}
    named = {"id": "x", "name": _LONG, "title": _LONG}
    return {
        "programme": named,
        "unit": named,
        "person": named,
        "indicator": {**named, "number": "2.3.1", "requirement": _LONG, "time_text": _LONG},
        **{"period": _LONG, "as_of": _DAY, "due_on": _DAY, "days_left": 3, "days_late": 12, "reason": _LONG},
        "link": "https://luoshi.example/assignments/1",
        "rows": [row, row] if row else [],
    }


_NOTHING: Final = {"id": "", "name": "", "title": ""}
_EMPTY: Final[Mapping[str, Any]] = {
    **{"programme": _NOTHING, "unit": _NOTHING, "person": _NOTHING},
    "indicator": {**_NOTHING, "number": "", "requirement": "", "time_text": ""},
    **{"period": "", "as_of": _DAY, "due_on": None, "days_left": None, "days_late": None, "reason": "", "link": ""},
    "rows": [],
}
