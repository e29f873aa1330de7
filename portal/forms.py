"""What a form says, as the orders that services take; a field that makes no sense is named."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from engine.errors import Invalid, LuoshiError
from engine.services.people.keep import EntryFaults
from engine.services.work.submit import FigureIn, Item
from engine.wording import N_
from portal.failing import STATUS


async def posted(request: Request) -> AsyncIterator[FormData]:
    """A dependency: the whole form of a request, its files spooled to the disk and closed when it is answered."""
    form = await request.form(max_files=200, max_fields=2000)
    try:
        yield form
    finally:
        await form.close()


def optional_day(text: str) -> date | None:
    """A day as YYYY-MM-DD, or None for an empty field. Raises Invalid."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(
            "not-a-day", N_("“{text}” is no day."), hint=N_("Write it as 2022-08-31."), text=text.strip()
        ) from None


def optional_points(text: str) -> Decimal | None:
    """Points, or None for an empty field. Raises Invalid."""
    if not text.strip():
        return None
    try:
        points = Decimal(text.strip())
    except InvalidOperation:
        points = Decimal("NaN")
    if not points.is_finite() or points != round(points, 2):
        raise Invalid(
            "not-points",
            N_("“{text}” are no points."),
            hint=N_("Write a number with at most two decimals."),
            text=text.strip(),
        )
    return points


def fields_in(form: FormData) -> dict[str, str]:
    """What was typed into a form for evidence, by field: written values, days, figures, the self-score and the note."""
    return {
        field: given.strip()
        for field, given in form.multi_items()
        if isinstance(given, str)
        and (field in ("note", "self_score") or field.startswith(("value.", "on.", "n.", "d.")))
    }


def values_in(form: FormData) -> tuple[Item, ...]:
    """The written pieces of evidence in a form: `value.ID`, dated by `on.ID`, for each requirement ID."""
    return tuple(
        Item(requirement, value=text, effective_on=optional_day(str(form.get(f"on.{requirement}", ""))))
        for field, text in fields_in(form).items()
        if (requirement := field.removeprefix("value.")) != field and text
    )


def files_in(form: FormData) -> Iterator[tuple[str, UploadFile, date | None]]:
    """The files of a form, `file.ID`, each with what it is for and its day, `on.ID`."""
    for field, given in form.multi_items():
        requirement = field.removeprefix("file.")
        if requirement != field and isinstance(given, UploadFile) and given.filename:
            yield requirement, given, optional_day(str(form.get(f"on.{requirement}", "")))


def chosen_file(form: FormData) -> tuple[str, IO[bytes]]:
    """Name and bytes of the one file of a form, `file`; `posted` closes it. Raises Invalid."""
    given = form.get("file")
    if not isinstance(given, UploadFile) or not given.filename:
        raise Invalid("no-file", N_("No file was chosen."), hint=N_("Choose one, and send it again."))
    return given.filename, given.file


def figures_in(form: FormData) -> tuple[FigureIn, ...]:
    """The figures in a form: `n.MEASURE.SLICE` and, for a rate, `d.MEASURE.SLICE`; empty ones are not reported."""
    found = []
    for field, given in form.multi_items():
        kind, _, rest = field.partition(".")
        if kind != "n" or isinstance(given, UploadFile) or not given.strip():
            continue
        measure, _, part = rest.partition(".")
        whole = str(form.get(f"d.{rest}", "1"))
        found.append(FigureIn(measure, _whole_number(given), _whole_number(whole), part))
    return tuple(found)


def numbers_in(values: Iterable[str]) -> tuple[int, ...]:
    """Numbers of things that were ticked. Raises Invalid."""
    return tuple(_whole_number(value) for value in values)


def own_address(text: str) -> str:
    """An address of ours that a form leads back to; '' for anybody else's."""
    return text if text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable() else ""


def assignment_number(text: str) -> int:
    """The number of an assignment. Raises Invalid."""
    return min(abs(_whole_number(text)), 2_147_483_647)


def _whole_number(text: str) -> int:
    try:
        return int(text.strip().replace(",", "").replace("，", ""))
    except ValueError:
        raise Invalid(
            "not-a-number",
            N_("“{text}” is no whole number."),
            hint=N_("Write it in digits."),
            text=text.strip(),
        ) from None


def typed_in(form: FormData, names: Iterable[str]) -> dict[str, str]:
    """What was typed into these fields; those that did not come are left out."""
    return {name: str(form[name]) for name in names if name in form}


def of_refusal(refusal: LuoshiError | None) -> dict[str, Any]:
    """What a page with a form is told of a refusal: its status, the faults beside their fields, else the sentence."""
    at_fields = refusal.faults if isinstance(refusal, EntryFaults) else ()
    return {
        "status": STATUS[refusal.kind] if refusal else 200,
        "refusal": None if at_fields else refusal,
        "faults": {each.field: each for each in at_fields},
    }
