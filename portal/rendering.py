"""Pages from templates: one sandbox-free environment of our own files, autoescaped, in the reader's language."""

from __future__ import annotations

import json
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from engine.domain.measures import percent
from engine.domain.names import light_name, role_name, verb_name
from engine.domain.periods import spoken
from engine.domain.vocabulary import RequestKind
from engine.wording import N_, language, say
from portal.menu import menu

if TYPE_CHECKING:
    from portal.visit import Here

ROOT: Final = Path(__file__).parent
_REQUESTS: Final = {
    RequestKind.EXTENSION: N_("Extension"),
    RequestKind.TRANSFER: N_("Transfer to another unit"),
    RequestKind.NOT_APPLICABLE: N_("Does not apply"),
}


def page(request: Request, name: str, who: Here | None = None, /, *, status: int = 200, **facts: Any) -> HTMLResponse:
    """The template `name` with `facts`, as a whole page or, where the template is a part, as that part."""
    return HTMLResponse(rendered(request, name, who, **facts), status_code=status)


def rendered(request: Request, name: str, who: Here | None = None, /, **facts: Any) -> str:
    """The same as text."""
    around = {
        "who": who,
        "menu": menu(who, request.url.path) if who else (),
        "language": language(),
        "path": request.url.path,
        "zone": _zone(who),
        "sample": _sample(who),
    }
    return environment().get_template(name).render(around | facts)


def worded(sentence: str) -> Markup:
    """A sentence for a page: what is to be typed stands between backticks on a command line, and as code here."""
    parts = sentence.split("`")
    if len(parts) % 2 == 0:
        return escape(sentence)
    return Markup().join(Markup("<code>{}</code>").format(each) if at % 2 else each for at, each in enumerate(parts))


@cache
def environment() -> Environment:
    """The templates of the portal. A name that is missing is an error, never an empty place."""
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"_": say, "icon": icon, "light_name": light_name, "verb_name": verb_name, "role_name": role_name}
    made.globals |= {"request_name": request_name}
    made.filters |= {"day": day, "moment": moment, "points": points, "json": as_json}
    made.filters |= {"rate": rate, "share": percent, "megabytes": megabytes, "period": spoken, "worded": worded}
    return made


def icon(name: str) -> Markup:
    """A picture of the built sprite; words beside it carry the meaning."""
    return Markup('<svg class="icon" aria-hidden="true"><use href="/static/built/icons.svg#{}"/></svg>').format(name)


def request_name(kind: RequestKind) -> str:
    """What people call a request."""
    return say(_REQUESTS[RequestKind(kind)])


def day(value: date | None) -> str:
    """A day as people write it: 2022-08-31; a dash for none."""
    return value.isoformat() if value else "—"


def moment(value: datetime | None, zone: str) -> str:
    """An instant in the programme's zone, to the minute."""
    return value.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if value else "—"


def points(hundredths: int | None) -> str:
    """Points from hundredths, with two places; a dash for none."""
    return f"{hundredths / 100:.2f}" if hundredths is not None else "—"


def rate(given: tuple[int, int] | None) -> str:
    """Numerator over denominator as people read it; empty for nothing reported, or nothing to count."""
    return percent(Fraction(*given)) if given and given[1] else ""


def megabytes(size: int) -> str:
    """How large a file is."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 100_000 else f"{max(size / 1024, 0.1):.1f} KB"


def as_json(value: Any) -> Markup:
    """A value for a data attribute or a JSON block: nothing in it can end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("'", "\\u0027"))


def _zone(who: Here | None) -> str:
    return who.office.catalog.programme.timezone if who and who.office else "Asia/Shanghai"


def _sample(who: Here | None) -> bool:
    return bool(who and who.office and who.office.catalog.scale.sample)
