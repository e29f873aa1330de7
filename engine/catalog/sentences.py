"""What the definition values refuse, turned into findings: one fault, one sentence, the nearest word as remedy."""

from __future__ import annotations

import copy
import difflib
import functools
import types
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any, Final, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from engine.catalog.fault_words import FAULTS, PATTERNS
from engine.catalog.problems import At, Finding
from engine.catalog.syntax import ILLEGIBLE
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
    told = error.errors(include_url=False, include_input=True)
    errors = _one_branch([each for each in told if not (_illegible(each["input"]) or _follows(each))], value)
    found = [_finding(model, file, _if_quoted(model, value, each)) for each in errors]
    found = _renamed(found)
    misspelt = {
        (each.at[:-1], str(each.params["near"]))
        for each in found
        if each.code == "unknown-field" and "near" in each.params
    }
    return [each for each in found if each.code != "missing" or (each.at, str(each.params["field"])) not in misspelt]


def _if_quoted(model: type[BaseModel], value: Any, error: ErrorDetails) -> ErrorDetails:
    """A number where text of a certain form is wanted: the form is told, for quotes alone would not help."""
    if error["type"] != "string_type" or not isinstance(error["input"], int | float):
        return error
    way = real_path(error["loc"])
    quoted = copy.deepcopy(value)
    try:
        inside = functools.reduce(lambda found, step: found[step], way[:-1], quoted)
        inside[way[-1]] = str(error["input"])
        model.model_validate(quoted)
    except ValidationError as refused:
        told = refused.errors(include_url=False)
        return next((each for each in told if each["loc"] == error["loc"]), error)
    return error


def _renamed(found: list[Finding]) -> list[Finding]:
    """A word that is no field beside a field that is missing: the field by another name, such as `标题` for `title`."""
    missing, strange = defaultdict(list), defaultdict(list)
    for each in found:
        if each.code == "missing":
            missing[each.at].append(str(each.params["field"]))
        elif each.code == "unknown-field":
            strange[each.at[:-1]].append(each)
    sole = {id(each): missing[at][0] for at, (each, *more) in strange.items() if not more and len(missing[at]) == 1}
    return [
        replace(each, hint=_DID_YOU_MEAN, params={**each.params, "near": sole[id(each)]})
        if id(each) in sole and "near" not in each.params
        else each
        for each in found
    ]


def _illegible(given: object) -> bool:
    """Whether a refused value is one whose form was at fault already."""
    return given is ILLEGIBLE or (isinstance(given, Mapping) and given.get("rule") is ILLEGIBLE)


def _follows(error: ErrorDetails) -> bool:
    """Whether a list only counts as too short because entries of it were refused."""
    return error["type"] == "too_short" and len(error["input"]) >= (error.get("ctx") or {})["min_length"]


def nearest(word: object, known: Iterable[str]) -> str | None:
    """The known word that `word` most likely means, or None."""
    found = difflib.get_close_matches(str(word), list(known), n=1)
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
        case "missing" if isinstance(at[-1], int):  # a list of a fixed length
            code, message, hint = FAULTS["too_short"]
            return Finding(file, at[:-1], code, message, hint, {"min_length": at[-1] + 1})
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


def _plain_fault(file: str, at: At, error: ErrorDetails, context: Mapping[str, Any]) -> Finding:
    kind = error["type"]
    if kind == "string_pattern_mismatch" and (known := PATTERNS.get(str(context.get("pattern")))):
        return Finding(file, at, "form", *known)
    if kind in FAULTS:
        code, message, hint = FAULTS[kind]
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
            for found in models_in(info.annotation)
        ]
        chosen = [each for each in models if _is_meant(each, step)]
        models = inside if inside and not (len(models) > 1 and chosen) else chosen or models
    return list(dict.fromkeys(info.alias or name for each in models for name, info in each.model_fields.items()))


def _is_meant(model: type[BaseModel], label: str) -> bool:
    rule = model.model_fields.get("rule")
    if rule is not None:
        return label in get_args(rule.annotation)
    return label == model.__name__ or label in model.model_fields


def models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (Annotated, Union, types.UnionType, tuple, list):
        return [found for part in get_args(annotation) for found in models_in(part)]
    return []
