"""Our sentence and remedy for each kind of refusal that pydantic knows: code, message and hint."""

from __future__ import annotations

from typing import Final

from engine.wording import N_

_DIGITS = N_("write digits alone, for example 12")
_QUOTE = N_("put it in quotes if it is meant as text")
FAULTS: Final[dict[str, tuple[str, str, str]]] = {
    "string_type": ("text", N_("text is wanted here"), _QUOTE),
    "string_too_short": (
        "empty-text",
        N_("this text is empty"),
        N_("write it, or delete the line where it may be left out"),
    ),
    "string_too_long": ("too-long", N_("this is longer than {max_length} characters"), N_("shorten it")),
    "model_type": ("mapping", N_("fields (`name: value`) are wanted here"), ""),
    "model_attributes_type": ("mapping", N_("fields (`name: value`) are wanted here"), ""),
    "dict_type": ("mapping", N_("fields (`name: value`) are wanted here"), ""),
    "tuple_type": ("list", N_("a list is wanted here"), N_("write `[…]` around it, or one `- …` a line")),
    "list_type": ("list", N_("a list is wanted here"), N_("write `[…]` around it, or one `- …` a line")),
    "too_short": ("empty-list", N_("at least {min_length} entries are wanted here"), N_("add one")),
    "too_long": ("long-list", N_("at most {max_length} entries may stand here"), N_("delete the others")),
    "int_type": ("number", N_("a whole number is wanted here"), _DIGITS),
    "int_parsing": ("number", N_("a whole number is wanted here"), _DIGITS),
    "int_from_float": ("number", N_("a whole number is wanted here"), _DIGITS),
    "int_parsing_size": ("number", N_("this number is out of all proportion"), ""),
    "bool_type": ("yes-no", N_("`true` or `false` is wanted here"), ""),
    "bool_parsing": ("yes-no", N_("`true` or `false` is wanted here"), ""),
    "greater_than_equal": ("range", N_("this is less than {ge}"), N_("write {ge} or more")),
    "greater_than": ("range", N_("this is not more than {gt}"), N_("write more than {gt}")),
    "less_than_equal": ("range", N_("this is more than {le}"), N_("write {le} or less")),
    "less_than": ("range", N_("this is not less than {lt}"), N_("write less than {lt}")),
    "date_from_datetime_parsing": ("day", N_("a day with its year is wanted here"), N_("for example 2022-06-01")),
    "date_parsing": ("day", N_("a day with its year is wanted here"), N_("for example 2022-06-01")),
    "date_type": ("day", N_("a day with its year is wanted here"), N_("for example 2022-06-01")),
    "date_from_datetime_inexact": ("day", N_("a day with its year is wanted here"), N_("for example 2022-06-01")),
}
PATTERNS: Final[dict[str, tuple[str, str]]] = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": (N_("an id is written in small latin letters, digits and hyphens"),
                                  N_("for example `joint-meeting`")),
    r"^[1-9]\d*[dh]$": (N_("a reminder is a number of days or hours"), N_("for example `7d` or `12h`")),
    r"^\d+\.\d+\.\d+$": (N_("a number is written category.group.item"), N_("for example \"2.3.1\"")),
    r"^[a-z0-9]{1,8}$": (N_("a file type is written without a dot, in small letters"), N_("for example `pdf`")),
    r"^([01]\d|2[0-4]):[0-5]\d$": (N_("a time of day is written HH:MM"), N_("for example \"24:00\"")),
}  # fmt: skip
