"""单位与单位组: the list by kind, a unit with its people, groups and work, and what changes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.domain.entries import UNIT
from engine.domain.names import UNIT_KINDS, unit_kind_name
from engine.domain.vocabulary import UnitKind
from engine.errors import Invalid, LuoshiError
from engine.services.people import groups, places, putting_back, units
from engine.services.people.columns import TITLES
from engine.services.people.keep import EntryFaults
from engine.store.people.where import Sought, State
from engine.wording import N_, say
from portal.forms import of_refusal, optional_day, posted, typed_in
from portal.pages.people import Number
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(dependencies=[Depends(guarded)])

Form = Annotated[FormData, Depends(posted)]
_STATES: Final[dict[str, State | None]] = {"here": "here", "left": "left", "": None}


@router.get("/units")
def listed(
    request: Request,
    words: str = "",
    kind: str = "",
    industry: str = "",
    sub_district: str = "",
    group: str = "",
    state: str = "here",
    number: Number = 1,
) -> Response:
    """Units, narrowed and paged in SQL: service units are thousands."""
    who = here(request)
    sought = Sought(words.strip(), kind, industry, sub_district, group, _STATES.get(state, "here"))
    found = places.units(who.desk, who.actor, sought, at=who.at, page=number)
    query = {"words": words, "kind": kind, "industry": industry, "group": group, "state": state}
    office = who.desk.office()
    return page(
        request,
        "units/list.html",
        who,
        found=found,
        sought=sought,
        kinds=_kinds(),
        groups=list(office.catalog.groups),
        industries=sorted(office.industries),
        kind_name=unit_kind_name,
        number=number,
        pages=-(-found.number // places.PAGE),
        query=query,
    )


@router.get("/units/new")
def new(request: Request) -> Response:
    """The form for a new unit."""
    who = here(request)
    return _form(request, who, {"kind": str(UnitKind.SERVICE_UNIT)})


@router.post("/units")
def add(request: Request, form: Form) -> Response:
    """Add the unit; with something wrong, the form again as it was typed."""
    who, typed = here(request), typed_in(form, UNIT)
    try:
        unit = units.add(who.desk, typed, who.actor, at=who.at)
    except EntryFaults as refusal:
        return _form(request, who, typed, refusal)
    return RedirectResponse(f"/units/{unit}", 303)


@router.get("/units/{unit}")
def unit(request: Request, unit: str) -> Response:
    """One unit."""
    return _shown(request, here(request), unit)


@router.post("/units/{unit}")
def change(request: Request, unit: str, form: Form) -> Response:
    """Change it; with something wrong, the form again as it was typed."""
    who, typed = here(request), typed_in(form, UNIT)
    return done(request, who, unit, lambda: units.change(who.desk, unit, typed, who.actor, at=who.at), typed)


@router.post("/units/{unit}/roster")
def take_over(request: Request, unit: str) -> Response:
    """The roster's word stands again."""
    who = here(request)
    return done(request, who, unit, lambda: units.take_over(who.desk, unit, who.actor, at=who.at))


@router.post("/units/{unit}/close")
def close(request: Request, unit: str, form: Form) -> Response:
    """It is gone from a day on."""
    who, reason = here(request), str(form.get("reason", ""))
    return done(
        request, who, unit, lambda: units.close(who.desk, unit, _day(form, "on"), who.actor, at=who.at, reason=reason)
    )


@router.post("/units/{unit}/reopen")
def reopen(request: Request, unit: str) -> Response:
    """It is here again."""
    who = here(request)
    return done(request, who, unit, lambda: units.open_again(who.desk, unit, who.actor, at=who.at))


@router.post("/units/{unit}/join")
def join(request: Request, unit: str, form: Form) -> Response:
    """It joins a group from a day on."""
    who, group = here(request), str(form.get("group", ""))

    def joined() -> None:
        due = optional_day(str(form.get("due", "")))
        groups.join(who.desk, unit, group, _day(form, "on"), who.actor, at=who.at, due=due)

    return done(request, who, unit, joined)


@router.post("/units/{unit}/quit")
def quit_group(request: Request, unit: str, form: Form) -> Response:
    """It leaves a group from a day on."""
    who, group, reason = here(request), str(form.get("group", "")), str(form.get("reason", ""))
    return done(
        request,
        who,
        unit,
        lambda: groups.quit_group(who.desk, unit, group, _day(form, "on"), who.actor, at=who.at, reason=reason),
    )


@router.get("/groups")
def every_group(request: Request, name: str = "", number: Number = 1) -> Response:
    """The groups, or one with its members."""
    who = here(request)
    places.check_looks(who.desk, who.actor)
    it = groups.group(who.desk, name, at=who.at, page=number) if name else None
    return page(
        request,
        "units/groups.html",
        who,
        it=it,
        groups=groups.groups(who.desk, at=who.at) if it is None else (),
        kind_name=unit_kind_name,
        number=number,
        pages=-(-it.number // groups.PAGE) if it else 1,
        query={"name": name},
    )


def done(
    request: Request,
    who: Here,
    unit: str,
    act: Callable[[], Any],
    typed: dict[str, str] | None = None,
    put_back: Mapping[str, Any] | None = None,
) -> Response:
    """Do it and show the unit; a refusal stands on the same page, and what was typed is kept.

    `typed` into the unit's own fields; `put_back`: what was `ticked` to be put back, with `due` and `reason`.
    """
    places.check_changes(who.desk, who.actor)
    try:
        act()
    except LuoshiError as refusal:
        if refusal.kind in ("forbidden", "not-found"):
            raise
        return _shown(request, who, unit, refusal, typed, put_back)
    return RedirectResponse(f"/units/{unit}", 303)


def _shown(
    request: Request,
    who: Here,
    unit: str,
    refusal: LuoshiError | None = None,
    typed: dict[str, str] | None = None,
    put_back: Mapping[str, Any] | None = None,
) -> Response:
    it = places.unit(who.desk, unit, who.actor)
    choices = _choices(who, (it.line.leader, it.line.leader_name))
    standing = {name: str(getattr(it.line, name)) for name in units.COLUMNS}
    return page(
        request,
        "units/unit.html",
        who,
        **of_refusal(refusal),
        it=it,
        typed=typed or standing,
        standing=standing,
        titles={name: say(title) for name, title in TITLES["units"].items()},
        shown=lambda name, value: _shown_word(choices, name, str(value)),
        kind_name=unit_kind_name,
        today=who.desk.today(who.at),
        put_back=put_back,
        back=putting_back.waiting(who.desk, unit, who.actor, at=who.at) if it.may_change else (),
        **choices,
    )


def _form(request: Request, who: Here, typed: dict[str, str], refusal: EntryFaults | None = None) -> Response:
    places.check_changes(who.desk, who.actor)
    return page(request, "units/new.html", who, **of_refusal(refusal), typed=typed, **_choices(who))


def _shown_word(choices: dict[str, Any], name: str, value: str) -> str:
    """A field's value in words: a kind and a leader in charge are kept as words and ids that nobody says."""
    if name == "kind":
        return unit_kind_name(value)
    return str(dict(choices["leaders"]).get(value, value)) if name == "leader" else value


def _choices(who: Here, kept: tuple[str, str] = ("", "")) -> dict[str, Any]:
    """What the fields of a unit can be; `kept`: the leader in charge named now, who stays even when they have left."""
    here_now = [unit for unit in who.desk.office().units if unit.kind is not UnitKind.SERVICE_UNIT]
    return {
        "kinds": _kinds(),
        "departments": [(u.name, u.name) for u in here_now if u.kind is not UnitKind.SUB_DISTRICT],
        "leaders": _with_kept(units.leaders(who.desk), kept),
        "places": [(u.name, u.name) for u in here_now if u.kind is UnitKind.SUB_DISTRICT],
    }


def _with_kept(leaders: list[tuple[str, str]], kept: tuple[str, str]) -> list[tuple[str, str]]:
    there = kept[0] in ("", *(key for key, _ in leaders))
    return leaders if there else [*leaders, kept]


def _kinds() -> list[tuple[str, str]]:
    return [(str(kind), say(words)) for kind, words in UNIT_KINDS.items()]


def _day(form: FormData, name: str) -> date:
    found = optional_day(str(form.get(name, "")))
    if found is None:
        raise Invalid("no-day", N_("The day is missing."), hint=N_("Choose the day from which it holds."))
    return found
