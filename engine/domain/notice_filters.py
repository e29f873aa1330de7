"""The filters of notices: dates, shares and numbers as people here write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context

JOIN_LIMIT: Final = 20_000

SILENT_FILTERS: Final = (
    "default",
    "d",
    "length",
    "count",
    "first",
    "last",
    "trim",
    "upper",
    "lower",
    "sort",
    "abs",
    "int",
)
"""Jinja's own filters that stay: they choose or measure, they do not multiply."""

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS: Final = {
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_NO_DATE: Final = {"zh": "无期限", "en": "no due date"}


def _language(context: Context) -> str:
    return "en" if context.get("language") == "en" else "zh"


def _date_of(value: object) -> date:
    match value:
        case datetime():
            return value.date()
        case date():
            return value
        case str():
            return date.fromisoformat(value[:10])
        case _:
            raise ValueError(f"{value!r} is no date")


def _written(chosen: str, day: date, *, year: bool) -> str:
    if chosen == "en":
        return f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")
    return (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"


@pass_context
def _date(context: Context, value: object, form: str = "short") -> str:
    """`8月31日`, with `date("long")` `2022年8月31日`; no date at all reads 无期限."""
    chosen = _language(context)
    if value is None:
        return _NO_DATE[chosen]
    return _written(chosen, _date_of(value), year=form == "long")


@pass_context
def _weekday(context: Context, value: object) -> str:
    """`星期三`."""
    return _WEEKDAYS[_language(context)][_date_of(value).weekday()]


def _decimal(value: object) -> Decimal:
    match value:
        case bool():
            raise ValueError(f"{value!r} is no number")
        case int() | Decimal():
            return Decimal(value)
        case float() | str():
            return Decimal(str(value))
        case _:
            raise ValueError(f"{value!r} is no number")


def _plain(value: Decimal, places: int) -> str:
    if abs(value) >= Decimal(10) ** 18:
        raise ValueError("the number is too large for a letter")
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _percent(value: object, places: int = 1) -> str:
    """A share (0.483) as `48.3%`, rounded half up."""
    return f"{_plain(_decimal(value) * 100, min(max(places, 0), 6))}%"


def _number(value: object, places: int = 2) -> str:
    """A number with thousands separated and at most `places` decimals: `1,940`, `2.91`."""
    return _plain(_decimal(value), min(max(places, 0), 6))


def _join(values: Iterable[object], separator: str = "、", attribute: str | None = None) -> str:
    """The values, or one field of each, with 、 between."""
    words: list[str] = []
    length = 0
    for value in values:
        field = value.get(attribute, "") if attribute and isinstance(value, Mapping) else value
        words.append(str(field))
        length += len(words[-1]) + len(separator)
        if length > JOIN_LIMIT:
            raise ValueError("too many words to join")
    return separator.join(words)


@pass_context
def finalize(context: Context, value: object) -> object:
    """How a bare `{{ value }}` prints: a date with its year only when that is another than the letter's, None as ''."""
    match value:
        case None:
            return ""
        case datetime() | date():
            day, written = _date_of(value), context.get("as_of")
            same = not isinstance(written, date) or written.year == day.year
            return _written(_language(context), day, year=not same)
        case Decimal() | float():
            return _number(value)
        case _:
            return value


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "date": _date,
    "weekday": _weekday,
    "percent": _percent,
    "number": _number,
    "join": _join,
}
"""Ours, by the name a template uses."""
