"""How answers look: tables that line up in Chinese, and JSON for programs."""

from __future__ import annotations

import json
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

_zone: ContextVar[str] = ContextVar("luoshi_zone", default="Asia/Shanghai")


def use_zone(name: str) -> None:
    """Show instants in this time zone, the programme's own, wherever the machine stands."""
    _zone.set(name)


def width(text: str) -> int:
    """How many columns `text` takes on a terminal: a Chinese character takes two, a combining mark none."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `columns`, on its left when `right`."""
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def clipped(text: str, columns: int) -> str:
    """`text` on one line, cut with an ellipsis when it is wider than `columns`."""
    text = " ".join(text.split())
    if width(text) <= columns:
        return text
    kept = ""
    for sign in text:
        if width(kept) + width(sign) > columns - 1:
            break
        kept += sign
    return kept + "…"


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, widest: int = 40) -> str:
    """A plain table; numbers stand to the right, a cell wider than `widest` columns is cut."""
    rows = list(rows)
    cells = [[clipped(cell(each), widest) for each in row] for row in (headers, *rows)]
    columns = [max(width(row[at]) for row in cells) for at in range(len(headers))]
    numeric = [bool(rows) and all(isinstance(row[at], int | Decimal) for row in rows) for at in range(len(headers))]
    lines = [
        "  ".join(padded(cell, columns[at], right=numeric[at]) for at, cell in enumerate(row)).rstrip() for row in cells
    ]
    rule = "  ".join("─" * column for column in columns)
    return "\n".join([lines[0], rule, *lines[1:]])


def wrapped(text: str, columns: int, indent: str = "") -> str:
    """`text` broken into lines of at most `columns`, between words or between Chinese characters."""
    if width(text) == len(text):
        return textwrap.fill(text, columns, initial_indent=indent, subsequent_indent=indent)
    lines, line = [], indent
    for piece in _pieces(text):
        if width(line + piece.rstrip()) > columns and line.strip() and piece[0] not in "，。；：、！？）》”":
            lines.append(line.rstrip())
            line = indent
        line += piece
    return "\n".join([*lines, line.rstrip()])


def _pieces(text: str) -> Iterable[str]:
    word = ""
    for sign in text:
        if unicodedata.east_asian_width(sign) in "WF":
            if word:
                yield word
            word = ""
            yield sign
        else:
            word += sign
            if sign == " ":
                yield word
                word = ""
    if word:
        yield word


def cell(value: object) -> str:
    """A value as people read it: instants in the programme's time zone, nothing as a dash."""
    match value:
        case None:
            return "—"
        case Enum():
            return str(value.value)
        case datetime():
            return value.astimezone(ZoneInfo(_zone.get())).strftime("%Y-%m-%d %H:%M")
        case tuple() | list():
            return "、".join(cell(item) for item in value)
    return str(value)


def plain(value: Any) -> Any:
    """`value` in JSON's own terms: dataclasses and models as objects, days in ISO form, decimals as text."""
    match value:
        case None | bool() | int() | float() | str() if not isinstance(value, Enum):
            return value
        case Enum():
            return value.value
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case Mapping():
            return {str(plain(key)): plain(item) for key, item in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {
                field.name: plain(getattr(value, field.name))
                for field in fields(value)
                if not field.name.startswith("_")
            }
        case _ if hasattr(value, "model_dump"):
            return plain(value.model_dump(mode="json"))
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)]
    return str(value)


def print_json(value: Any) -> None:
    """`value` on standard output as readable JSON, Chinese kept as it is."""
    print(json.dumps(plain(value), ensure_ascii=False, indent=2))


def print_error(text: str) -> None:
    """A sentence on standard error."""
    print(text, file=sys.stderr)
