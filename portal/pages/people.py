"""人员: the list, a person's page, adding and changing, and the account as administrators keep it."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.domain.entries import PERSON
from engine.domain.keeping import ALL_ROLES, grantable, keeps_all
from engine.domain.names import role_name
from engine.errors import LuoshiError
from engine.services.people import account, keep, look, rights
from engine.services.people.columns import TITLES
from engine.store.people.who import Sought, State
from engine.wording import say
from portal.forms import of_refusal, posted, typed_in
from portal.pages.unit_names import names_like
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(dependencies=[Depends(guarded)])

Number = Annotated[int, Query(ge=1, le=100_000, alias="page")]
Form = Annotated[FormData, Depends(posted)]
_STATES: Final[dict[str, State | None]] = {"active": "active", "left": "left", "locked": "locked", "": None}


@router.get("/people")
def listed(
    request: Request,
    words: str = "",
    unit: str = "",
    role: str = "",
    state: str = "active",
    shops: bool = False,
    number: Number = 1,
) -> Response:
    """People, narrowed; those of service units when asked for."""
    who = here(request)
    sought = Sought(words.strip(), unit, role, _STATES.get(state, "active"), shops)
    found = look.people(who.desk, who.actor, sought, at=who.at, page=number)
    query = {"words": words, "unit": unit, "role": role, "state": state, **({"shops": "1"} if shops else {})}
    return page(
        request,
        "people/list.html",
        who,
        found=found,
        sought=sought,
        roles=[(str(each), role_name(each)) for each in ALL_ROLES],
        unit_name=who.desk.office().names.get(unit, unit),
        number=number,
        pages=-(-found.number // look.PAGE),
        query=query,
    )


@router.get("/people/new")
def new(request: Request, unit: str = "") -> Response:
    """The form for a new person, of a unit when one is named."""
    who = here(request)
    office = who.desk.office()
    of = unit or ("" if keeps_all(who.actor, office.office) else who.actor.unit)
    return _form(request, who, {"unit": office.names.get(of, ""), "role": "clerk"})


@router.post("/people")
def add(request: Request, form: Form) -> Response:
    """Add the person; with something wrong, the form again as it was typed."""
    who, typed = here(request), _typed(form)
    try:
        person = keep.add(who.desk, typed, who.actor, at=who.at)
    except LuoshiError as refusal:
        return _form(request, who, typed, refusal)
    return RedirectResponse(f"/people/{person}", 303)


@router.get("/people/{person}")
def person(request: Request, person: str) -> Response:
    """One person."""
    return shown(request, here(request), person)


@router.post("/people/{person}")
def change(request: Request, person: str, form: Form) -> Response:
    """Change them; with something wrong, the form again as it was typed."""
    who, typed = here(request), _typed(form)
    try:
        keep.change(who.desk, person, typed, who.actor, at=who.at)
    except LuoshiError as refusal:
        return shown(request, who, person, refusal, typed)
    return RedirectResponse(f"/people/{person}", 303)


@router.post("/people/{person}/roster")
def take_over(request: Request, person: str) -> Response:
    """The roster's word stands again."""
    who = here(request)
    try:
        keep.take_over(who.desk, person, who.actor, at=who.at)
    except LuoshiError as refusal:
        return shown(request, who, person, refusal)
    return RedirectResponse(f"/people/{person}", 303)


@router.post("/people/{person}/password")
def password(request: Request, person: str) -> Response:
    """A one-time password, shown on this page and never again."""
    who = here(request)
    told = account.reset_password(who.desk, person, who.actor, at=who.at)
    return shown(request, who, person, password=told)


@router.post("/people/{person}/unlock")
def unlock(request: Request, person: str) -> Response:
    """They may try again at once."""
    who = here(request)
    account.unlock(who.desk, person, who.actor, at=who.at)
    return RedirectResponse(f"/people/{person}", 303)


@router.post("/people/{person}/visits")
def end_visits(request: Request, person: str) -> Response:
    """They are out everywhere."""
    who = here(request)
    account.end_visits(who.desk, person, who.actor, at=who.at)
    return RedirectResponse(f"/people/{person}", 303)


def shown(
    request: Request,
    who: Here,
    person: str,
    refusal: LuoshiError | None = None,
    typed: dict[str, str] | None = None,
    password: str = "",
) -> Response:
    """A person's page, with what was refused and what was typed."""
    it = look.person(who.desk, person, who.actor)
    line, office = it.line, who.desk.office()
    standing = {"name": line.name, "unit_id": line.unit, "role": line.role, "email": line.email, "phone": line.phone,
                "deputy": line.deputy}  # fmt: skip
    now = {"name": line.name, "unit": line.unit_name, "role": str(line.role), "email": line.email, "phone": line.phone,
           "deputy": line.deputy}  # fmt: skip
    roles = it.roles if line.role in it.roles and line.id != who.actor.id else (line.role,)
    return page(
        request,
        "people/person.html",
        who,
        **of_refusal(refusal),
        it=it,
        password=password,
        typed=typed or now,
        roles=[(str(each), role_name(each)) for each in roles],
        units=_unit_names(who),
        meant=_meant(who, typed, refusal),
        colleagues=_with_deputy(it),
        fixed_unit=not keeps_all(who.actor, office.office),
        titles={"unit_id": say(TITLES["people"]["unit"])} | {n: say(t) for n, t in TITLES["people"].items()},
        standing=standing,
        shown=lambda name, value: _word(office.names, name, value),
    )


def _form(request: Request, who: Here, typed: dict[str, str], refusal: LuoshiError | None = None) -> Response:
    office = who.desk.office()
    rights.check_may_keep(office, who.actor)
    unit = office.ids.get(typed.get("unit", ""), "")
    roles = grantable(who.actor, unit, office.office) if unit else ()
    roles = roles or grantable(who.actor, who.actor.unit, office.office) or grantable(who.actor, "", office.office)
    return page(
        request,
        "people/new.html",
        who,
        **of_refusal(refusal),
        typed=typed,
        roles=[(str(each), role_name(each)) for each in roles],
        units=_unit_names(who),
        meant=_meant(who, typed, refusal),
        colleagues=(),
        fixed_unit=not keeps_all(who.actor, office.office),
    )


def _with_deputy(it: look.PersonPage) -> tuple[tuple[str, str], ...]:
    """Who can be the deputy, and who is: one that has left stays chosen until somebody else is."""
    there = it.line.deputy in ("", *(each for each, _ in it.colleagues))
    return it.colleagues if there else (*it.colleagues, (it.line.deputy, it.deputy_name))


def _unit_names(who: Here) -> list[str]:
    """The units to choose from without a script; service units, which are thousands, are found by a part of it."""
    return [unit.name for unit in who.desk.office().units if unit.kind != "service-unit"]


def _meant(who: Here, typed: dict[str, str] | None, refusal: LuoshiError | None) -> list[str]:
    """The units that were meant by a name that none has."""
    wrong = of_refusal(refusal)["faults"].get("unit")
    return names_like(who, (typed or {}).get("unit", "")) if wrong is not None and wrong.code == "unknown-unit" else []


def _typed(form: FormData) -> dict[str, str]:
    """What was typed; `chosen` is the unit that was meant, from those the page offered."""
    typed = typed_in(form, PERSON)
    return {**typed, "unit": str(form["chosen"])} if form.get("chosen") else typed


def _word(names: dict[str, str], name: str, value: Any) -> str:
    return names.get(value, value) if name == "unit_id" else role_name(value) if name == "role" else str(value)
