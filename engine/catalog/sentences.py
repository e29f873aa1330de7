"""What the definition values refuse, turned into findings: one fault, one sentence, the nearest word as remedy."""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from engine.catalog.problems import At, Finding
from engine.domain.definition.value import Fault
from engine.wording import N_

M = TypeVar("M", bound=BaseModel)
_TAGGED: Final = ("when", "score")
_UNION_LABELS: Final = ("DaysAfter", "AtLeast", "int", "constrained-int")
_DID_YOU_MEAN = N_("did you mean `{near}`?")
_ONE_OF = N_("one of: {known}")


def validate(model: type[M], file: str, value: Any) -> tuple[M | None, list[Finding]]:
    """`value` as a `model`, or None and the findings that say why not."""
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        return None, findings_of(model, file, value, error)


def findings_of(model: type[BaseModel], file: str, value: Any, error: ValidationError) -> list[Finding]:
    """Each fault once: a union's branches are one fault, and a misspelt field is not also a missing one."""
    errors = _one_branch(error.errors(include_url=False, include_input=True), value)
    found = [_finding(model, file, each) for each in errors]
    misspelt = {
        (each.at[:-1], str(each.params["near"]))
        for each in found
        if each.code == "unknown-field" and "near" in each.params
    }
    return [each for each in found if each.code != "missing" or (each.at, str(each.params["field"])) not in misspelt]


def nearest(word: object, known: Iterable[str]) -> str | None:
    """The known word that `word` most likely means, or None."""
    found = difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.5)
    return found[0] if found else None


def suggestion(word: object, known: Iterable[str]) -> tuple[str, dict[str, object]]:
    """A hint and its params: the nearest known word, else the first known ones."""
    words = list(known)
    if near := nearest(word, words):
        return _DID_YOU_MEAN, {"near": near}
    return (_ONE_OF, {"known": ", ".join(words[:12]) + (" …" if len(words) > 12 else "")}) if words else ("", {})


def real_path(loc: tuple[int | str, ...]) -> At:
    """Pydantic's location without the names of union members, which stand in no file."""
    path: list[str | int] = []
    for at, step in enumerate(loc):
        tag = at > 0 and loc[at - 1] in _TAGGED  # a `when` and a `score` are always followed by their tag
        if tag or _is_union(step, loc, at):
            continue
        path.append(step)
    return tuple(path)


def _one_branch(errors: list[ErrorDetails], value: Any) -> list[ErrorDetails]:
    """Of a union's branches keep the one the value was meant for: a mapping's own fields, else the list of words."""
    kept: dict[At, list[ErrorDetails]] = {}
    for each in errors:
        label = next((at for at, step in enumerate(each["loc"]) if _is_union(step, each["loc"], at)), None)
        kept.setdefault(each["loc"][:label] if label is not None else (*each["loc"], id(each)), []).append(each)
    result: list[ErrorDetails] = []
    for prefix, group in kept.items():
        if len(group) == 1:
            result += group
            continue
        inside = [each for each in group if len(real_path(each["loc"])) > len(real_path(prefix))]
        words = [each for each in group if each["type"] == "literal_error"]
        result += inside or words[:1] or group[:1]
    return result


def _is_union(step: int | str, loc: tuple[int | str, ...], at: int) -> bool:
    return (
        isinstance(step, str)
        and (at == 0 or loc[at - 1] != "points")
        and (step in _UNION_LABELS or step.startswith("literal["))
    )


def _finding(model: type[BaseModel], file: str, error: ErrorDetails) -> Finding:
    at, context = real_path(error["loc"]), error.get("ctx") or {}
    if error["type"] == "extra_forbidden":  # whatever it looks like, the last step is the file's own word
        at = (*real_path(error["loc"][:-1]), error["loc"][-1])
    fault = context.get("error")
    if isinstance(fault, Fault):
        return Finding(file, (*at, *fault.at), fault.code, fault.message, fault.hint, fault.params)
    match error["type"]:
        case "missing":
            params = {"field": at[-1]}
            return Finding(file, at[:-1], "missing", N_("`{field}` is missing"), N_("add a line `{field}: …`"), params)
        case "extra_forbidden":
            hint, more = suggestion(at[-1], fields_at(model, error["loc"][:-1]))
            message = N_("there is no field `{field}` here")
            return Finding(file, at, "unknown-field", message, hint, {"field": at[-1], **more}, on_key=True)
        case "literal_error" | "enum" | "union_tag_invalid":
            return _not_listed(file, at, error, context)
        case "union_tag_not_found":
            return Finding(
                file, at, "missing", N_("`{field}` is missing"), N_("add a line `{field}: …`"), {"field": "rule"}
            )
        case "when-shape":
            return Finding(
                file, at, "when-shape", error["msg"], N_("for example `when: {by: 08-31}` or `when: {every: quarter}`")
            )
    return _plain_fault(file, at, error, context)


def _not_listed(file: str, at: At, error: ErrorDetails, context: Mapping[str, Any]) -> Finding:
    listed = str(context.get("expected") or context.get("expected_tags") or "")
    known = [word.strip().strip("'") for word in listed.replace(" or ", ", ").split(",")]
    word = context.get("tag", error["input"])
    if error["type"] == "union_tag_invalid":
        at = (*at, str(context.get("discriminator", "")).strip("'"))
    shown = word if isinstance(word, str | int | float) else type(word).__name__
    hint, more = suggestion(shown, known)
    return Finding(file, at, "unknown-word", N_("`{word}` is not known here"), hint, {"word": shown, **more})


_QUOTE = N_("put it in quotes if it is meant as text")
_FAULTS: Final[dict[str, tuple[str, str, str]]] = {
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
    "int_type": ("number", N_("a whole number is wanted here"), ""),
    "int_parsing": ("number", N_("a whole number is wanted here"), ""),
    "int_from_float": ("number", N_("a whole number is wanted here"), ""),
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
_PATTERNS: Final[dict[str, tuple[str, str]]] = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": (N_("an id is written in small latin letters, digits and hyphens"),
                                  N_("for example `joint-meeting`")),
    r"^[1-9]\d*[dh]$": (N_("a reminder is a number of days or hours"), N_("for example `7d` or `12h`")),
    r"^\d+\.\d+\.\d+$": (N_("a number is written category.group.item"), N_("for example \"2.3.1\"")),
    r"^[a-z0-9]{1,8}$": (N_("a file type is written without a dot, in small letters"), N_("for example `pdf`")),
    r"^([01]\d|2[0-4]):[0-5]\d$": (N_("a time of day is written HH:MM"), N_("for example \"24:00\"")),
}  # fmt: skip


def _plain_fault(file: str, at: At, error: ErrorDetails, context: Mapping[str, Any]) -> Finding:
    kind = error["type"]
    if kind == "string_pattern_mismatch" and (known := _PATTERNS.get(str(context.get("pattern")))):
        return Finding(file, at, "form", *known)
    if kind in _FAULTS:
        code, message, hint = _FAULTS[kind]
        plain = {key: value for key, value in context.items() if isinstance(value, str | int | float)}
        return Finding(file, at, code, message, hint, {**plain, **_bounds(context)})
    return Finding(file, at, "value", N_("this value does not fit here: {reason}"), params={"reason": error["msg"]})


def _bounds(context: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(context[key]) for key in ("ge", "gt", "le", "lt") if key in context}


def fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The names of the fields that may stand at pydantic's location `loc` of a `model`."""
    models: list[type[BaseModel]] = [model]
    for step in loc:
        if not isinstance(step, str):
            continue
        inside = [
            found
            for each in models
            for name, info in each.model_fields.items()
            if step in (name, info.alias)
            for found in _models_in(info.annotation)
        ]
        chosen = [each for each in models if _is_meant(each, step)]
        models = inside if inside and not (len(models) > 1 and chosen) else chosen or models
    return list(dict.fromkeys(info.alias or name for each in models for name, info in each.model_fields.items()))


def _is_meant(model: type[BaseModel], label: str) -> bool:
    rule = model.model_fields.get("rule")
    if rule is not None:
        return label in get_args(rule.annotation)
    return label == model.__name__ or label in model.model_fields


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (Annotated, Union, types.UnionType, tuple, list):
        return [found for part in get_args(annotation) for found in _models_in(part)]
    return []
