"""What can still be read of a file that its model refuses, so that its other faults are told in the same run."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any, Final, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from engine.catalog.problems import At, Finding
from engine.catalog.sentences import models_in
from engine.catalog.syntax import ILLEGIBLE
from engine.domain.definition.value import Fault, Ruled
from engine.domain.definition.when import SHAPES

M = TypeVar("M", bound=BaseModel)


class _Unreadable:
    """Stands for a value that is there but cannot be read: no entries, and its fields are as unreadable as itself.

    True, because something stands there: what is unknown is neither absent nor empty.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __repr__(self) -> str:
        return "UNREADABLE"


UNREADABLE: Final[Any] = _Unreadable()


def readable(*values: object) -> bool:
    """Whether every value could be read; a fault is told only of what could."""
    return all(value is not UNREADABLE for value in values)


def all_readable(entries: Any, *fields: str) -> bool:
    """Whether a list could be read, and these fields of each of its entries."""
    return readable(entries) and all(readable(*(getattr(each, name) for name in fields)) for each in entries)


def legible(value: Any) -> bool:
    """Whether a value could be read with everything in it."""
    if isinstance(value, BaseModel):
        return all(map(legible, value.__dict__.values()))
    if isinstance(value, tuple):
        return all(map(legible, value))
    return readable(value)


def salvage(model: type[M], value: object) -> M | None:
    """`value` as a `model` in which whatever cannot be read is UNREADABLE; None when it is no mapping at all.

    The result never becomes part of a catalog: it is looked at for further faults, and thrown away.
    """
    found = _model(model, value)
    return found if readable(found) else None


def overlooked(value: object, at: At = ()) -> Iterator[Finding]:
    """Every broken rule between the fields of a salvaged value: its models looked no further than their first fault.

    The caller fills in the file, and leaves out what a model has told.
    """
    if isinstance(value, Ruled):
        for fault in _faults(value):
            yield Finding("", (*at, *fault.at), fault.code, fault.message, fault.hint, fault.params)
    if isinstance(value, BaseModel):
        for name in sorted(value.model_fields_set):
            yield from overlooked(getattr(value, name), (*at, name))
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            yield from overlooked(each, (*at, place))


def _faults(value: Ruled) -> Iterator[Fault]:
    unset = type(value).model_fields.keys() - value.model_fields_set
    if any(getattr(value, name) is UNREADABLE for name in unset):
        return  # it is not known which fields are absent
    try:
        for fault in value.faults():
            if readable(*fault.params.values()):
                yield fault
    except (TypeError, ValueError, ArithmeticError):
        return  # the rule needs a value that could not be read


def _model(model: type[M], value: object) -> Any:
    if not isinstance(value, Mapping):
        return UNREADABLE
    keys = {info.alias or name for name, info in model.model_fields.items()}
    # A word that is no field may stand for any field that is missing: none of those is known to be absent.
    strange = any(key not in keys for key in value)
    fields = {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        if key in value:
            fields[name] = _field(model, name, info, value[key])
        elif info.is_required() or strange:
            fields[name] = UNREADABLE
    given = {name for name in fields if not strange or (model.model_fields[name].alias or name) in value}
    return model.model_construct(given, **fields)


def _field(model: type[BaseModel], name: str, info: FieldInfo, value: object) -> Any:
    try:
        return _adapter(model, name).validate_python(value)
    except ValidationError:
        return _part(info.annotation, value)


@lru_cache(maxsize=512)
def _adapter(model: type[BaseModel], name: str) -> TypeAdapter[Any]:
    info = model.model_fields[name]
    annotation: Any = info.annotation
    return TypeAdapter(Annotated[(annotation, *info.metadata)] if info.metadata else annotation)


@lru_cache(maxsize=512)
def _whole(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)


def _part(annotation: Any, value: object) -> Any:
    """What can be read of a value that was refused: the entries of a list, the fields of a mapping."""
    if value is ILLEGIBLE:
        return UNREADABLE
    origin = get_origin(annotation)
    if origin is Annotated:
        return _part(get_args(annotation)[0], value)
    if origin is dict and isinstance(value, Mapping):
        return {key: _entry(get_args(annotation)[1], each) for key, each in value.items()}
    if origin is tuple and isinstance(value, list) and get_args(annotation)[1:] == (...,):
        return tuple(_entry(get_args(annotation)[0], each) for each in value)
    if origin is tuple:
        return UNREADABLE
    if origin in (Union, types.UnionType) and isinstance(value, list):
        lists = [each for each in get_args(annotation) if get_origin(each) is tuple]
        return _part(lists[0], value) if len(lists) == 1 else UNREADABLE
    if isinstance(value, Mapping):
        meant = _meant(models_in(annotation), value)
        return _model(meant, value) if meant is not None else UNREADABLE
    return UNREADABLE


def _entry(annotation: Any, value: object) -> Any:
    try:
        return _whole(annotation).validate_python(value)
    except ValidationError:
        return _part(annotation, value)


def _meant(models: list[type[BaseModel]], value: Mapping[Any, Any]) -> type[BaseModel] | None:
    """The member of a union that a mapping is meant for: by its `rule`, or by the one word that only one `when` has."""
    if len(models) > 1 and all("rule" in each.model_fields for each in models):
        models = [each for each in models if value.get("rule") in get_args(each.model_fields["rule"].annotation)]
    elif len(models) > 1:
        given = [word for word in SHAPES if word in value]
        models = [each for each in models if len(given) == 1 and given[0] in each.model_fields]
    return models[0] if len(models) == 1 else None
