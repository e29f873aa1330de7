"""What somebody writes about a person or a unit, in a form or in a row of a roster: read, and every fault named."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from dataclasses import field as built
from typing import Any, Final

from engine.domain.names import ROLES, UNIT_KINDS
from engine.domain.vocabulary import Role, UnitKind
from engine.wording import N_, Language, say, use_language

Typed = Mapping[str, str]
"""Fields as typed, without those that were not asked for."""
Fields = dict[str, object]

PERSON: Final = ("id", "name", "unit", "role", "email", "phone", "deputy")
UNIT: Final = ("id", "name", "kind", "service", "industry", "sub_district", "leader")
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MAIL: Final = re.compile(r"[^@\s,;]+@[^@\s,;.]+(\.[^@\s,;.]+)+")
_PHONE: Final = re.compile(r"[0-9+()（）*#\- /转]{3,40}")
_LONGEST: Final = 100
_SPOKEN: Final[tuple[Language, ...]] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One fault: the field, a stable code, and the sentences with what fills them."""

    field: str
    code: str
    message: str
    hint: str = ""
    params: Mapping[str, object] = built(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is wrong, in the reader's language."""
        return say(self.message, **self.params)

    @property
    def remedy(self) -> str:
        """What would mend it."""
        return say(self.hint, **self.params)


def role_in(text: str) -> Role | None:
    """The role of that word: its own, or what people call it in either language."""
    found = _by_word(text, {role: words for role, words in ROLES.items() if role is not Role.SYSTEM})
    return Role(found) if found else None


def kind_in(text: str) -> UnitKind | None:
    """The kind of unit of that word."""
    found = _by_word(text, UNIT_KINDS)
    return UnitKind(found) if found else None


def person_faults(typed: Typed, unit_of: Callable[[str], str]) -> tuple[Fields, list[Wrong]]:
    """The columns that were typed of a person, and what is wrong; who the deputy is, is looked up afterwards.

    `unit_of` gives a unit's id by its name or id, '' for none that is here.
    """
    wrong = list(_plain_faults(typed, required=("name", "unit", "role")))
    fields: Fields = {name: typed[name].strip() for name in PERSON if name in typed and name not in ("unit", "role")}
    told = {each.field for each in wrong}
    if "unit" in typed and "unit" not in told:
        fields["unit_id"] = unit_of(typed["unit"].strip())
        if not fields["unit_id"]:
            wrong.append(Wrong("unit", "unknown-unit", N_("There is no unit “{word}” here."), _LOOK_UNITS,
                               {"word": typed["unit"].strip()}))  # fmt: skip
    if "role" in typed and "role" not in told:
        role = role_in(typed["role"])
        fields["role"] = str(role or "")
        if role is None:
            wrong.append(Wrong("role", "unknown-role", N_("“{word}” is no role."), N_("Write one of: {known}."),
                               {"word": typed["role"].strip(), "known": _known(ROLES, but=Role.SYSTEM)}))  # fmt: skip
    for name, form, message in (("email", _MAIL, _NO_MAIL), ("phone", _PHONE, _NO_PHONE)):
        text = typed.get(name, "").strip()
        if text and name not in told and not form.fullmatch(text):
            wrong.append(Wrong(name, f"no-{name}", *message, {"word": text}))
    return fields, wrong


def unit_faults(typed: Typed, units: Collection[str], leaders: Mapping[str, str]) -> tuple[Fields, list[Wrong]]:
    """The columns that were typed of a unit, and what is wrong. `units`: the names of units that are here; `leaders`:
    the names of who can be in charge of one, by id."""
    wrong = list(_plain_faults(typed, required=("name", "kind")))
    fields: Fields = {name: typed[name].strip() for name in UNIT if name in typed and name != "kind"}
    told = {each.field for each in wrong}
    if "kind" in typed and "kind" not in told:
        kind = kind_in(typed["kind"])
        fields["kind"] = str(kind or "")
        if kind is None:
            wrong.append(Wrong("kind", "unknown-kind", N_("“{word}” is no kind of unit."), N_("Write one of: {known}."),
                               {"word": typed["kind"].strip(), "known": _known(UNIT_KINDS)}))  # fmt: skip
    for name in ("industry", "sub_district"):
        text = typed.get(name, "").strip()
        if text and name not in told and text not in units:
            wrong.append(
                Wrong(name, "unknown-unit", N_("There is no unit “{word}” here."), _LOOK_UNITS, {"word": text})
            )
    text = typed.get("leader", "").strip()
    if text and "leader" not in told:
        same = [key for key in leaders if key == text] or [key for key, known in leaders.items() if known == text]
        fields["leader"] = same[0] if len(same) == 1 else ""
        if len(same) != 1:
            wrong.append(Wrong("leader", "unknown-leader", N_("“{word}” is no leader in charge here."), _LOOK_LEADERS,
                               {"word": text}))  # fmt: skip
    return fields, wrong


def _plain_faults(typed: Typed, *, required: tuple[str, ...]) -> Any:
    for name, raw in typed.items():
        text = raw.strip()
        if not text and name in required:
            yield Wrong(name, "empty", N_("This is empty."), N_("Fill it in."))
        elif len(text) > _LONGEST:
            yield Wrong(name, "too-long", N_("This has more than {most} signs."), "", {"most": _LONGEST})
        elif any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
            yield Wrong(
                name, "control-sign", N_("There is a line break or an invisible sign in it."), N_("Type it anew.")
            )
        elif name == "id" and text and not _SLUG.fullmatch(text):
            yield Wrong(name, "no-id", N_("“{word}” is no id: small latin letters, digits and hyphens."), _NO_ID,
                        {"word": text})  # fmt: skip


def _by_word(text: str, words: Mapping[Any, str]) -> str:
    wanted = text.strip().casefold()
    for each, message in words.items():
        known = {str(each)}
        for spoken in _SPOKEN:
            with use_language(spoken):
                known.add(say(message).casefold())
        if wanted in known:
            return str(each)
    return ""


def _known(words: Mapping[Any, str], but: object = None) -> str:
    return "、".join(say(message) for each, message in words.items() if each is not but)


_LOOK_UNITS: Final = N_("Write its name just as the list of units does.")
_LOOK_LEADERS: Final = N_("Write the name or id of somebody whose role is “leader in charge”, or leave it empty.")
_NO_ID: Final = N_("Leave it empty: one is given.")
_NO_MAIL: Final = (N_("“{word}” is no e-mail address."), N_("Write one address, or leave it empty."))
_NO_PHONE: Final = (N_("“{word}” is no telephone number."), N_("Write digits, or leave it empty."))
