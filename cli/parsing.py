"""What is handed in, as it is written on a command line: files, figures and values by requirement."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.errors import Invalid, cause_of
from engine.wording import N_

if TYPE_CHECKING:
    from engine.services.work.submit import FigureIn, Item

_DATED: Final = re.compile(r"^(?P<path>.+)@(?P<day>\d{4}-\d{2}-\d{2})$")
_FIGURE: Final = re.compile(r"^(?P<numerator>-?\d+)(?:/(?P<denominator>\d+))?$")


@dataclass(frozen=True)
class HandedIn:
    """The options of `submit` and `part in` as given, `requirement=…` each; a file may name its effective date."""

    files: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    slices: tuple[str, ...] = ()

    def items(self) -> tuple[Item, ...]:
        """The pieces of evidence, files read. Raises Invalid naming what cannot be read."""
        from engine.services.work.submit import Item

        written = [(name, value) for name, value in pairs("--link", self.links)]
        written += [(name, read_day(value).isoformat()) for name, value in pairs("--date", self.dates)]
        written += list(pairs("--text", self.texts))
        values = tuple(Item(requirement=name, value=value) for name, value in written)
        return (*(_file(name, value) for name, value in pairs("--file", self.files)), *values)

    def figures(self) -> tuple[FigureIn, ...]:
        """The figures: `measure=num/den`, and of which `measure/part=num/den`. Raises Invalid."""
        found = [_figure(name, "", value) for name, value in pairs("--number", self.numbers)]
        for name, value in pairs("--slice", self.slices):
            measure, sign, part = name.partition("/")
            if not (sign and part):
                raise _unreadable("--slice", f"{name}={value}", "coverage/markets=38/40")
            found.append(_figure(measure, part, value))
        return tuple(found)


def pairs(option: str, given: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Each `name=value` of an option. Raises Invalid when one has no name or no value."""
    for text in given:
        name, sign, value = text.partition("=")
        if not (sign and name.strip() and value.strip()):
            raise _unreadable(option, text, "register=path/to/file.xlsx" if option == "--file" else "name=value")
        yield name.strip(), value.strip()


def read_day(text: str, *, since: int = date.min.year, until: int = date.max.year) -> date:
    """A day written YYYY-MM-DD, within the years from `since` to `until`. Raises Invalid."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid("bad-date", N_("“{text}” is not a day."), hint=N_("Write it as 2022-08-31."), text=text) from None
    if not since <= day.year <= until:
        raise Invalid(
            "day-far-away",
            N_("{day} lies too far away."),
            hint=N_("Name a day from {since} to {until}."),
            day=day,
            since=since,
            until=until,
        )
    return day


def read_points(text: str | None) -> Decimal | None:
    """Points or a number as written. Raises Invalid."""
    if text is None:
        return None
    try:
        points = Decimal(text)
    except InvalidOperation:
        points = Decimal("NaN")
    if not points.is_finite():
        raise Invalid("bad-number", N_("“{text}” is not a number."), hint=N_("Write it as 2.5."), text=text)
    return points


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises Invalid when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid(
            "unreadable-file",
            N_("The file “{path}” cannot be read: {cause}."),
            hint=N_("Check its name, and that you may read it."),
            path=path,
            cause=cause_of(error),
        ) from None


def _file(requirement: str, value: str) -> Item:
    from engine.services.work.submit import Item

    dated = _DATED.match(value)
    path = Path(dated["path"] if dated else value)
    day = read_day(dated["day"]) if dated else None
    return Item(requirement=requirement, content=read_file(path), name=path.name, effective_on=day)


def _figure(measure: str, part: str, value: str) -> FigureIn:
    from engine.services.work.submit import FigureIn

    found = _FIGURE.match(value)
    if not found:
        raise _unreadable("--slice" if part else "--number", f"{measure}={value}", "coverage=1940/2000")
    return FigureIn(measure, int(found["numerator"]), int(found["denominator"] or 1), part)


def _unreadable(option: str, text: str, example: str) -> Invalid:
    return Invalid(
        "unreadable-option",
        N_("{option} cannot be read: “{text}”."),
        hint=N_("Write it like {option} {example}."),
        option=option,
        text=text,
        example=example,
    )
