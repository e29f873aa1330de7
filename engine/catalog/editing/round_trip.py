"""Fields set in a YAML text so that nothing else of it changes: comments, order, quotes and line breaks stay.

A text is cut at its top-level keys, and only the piece that a change falls into is read and written again.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import LiteralScalarString, SingleQuotedScalarString

from engine.catalog.problems import At
from engine.catalog.reading import plain_scalar, read_yaml

GONE: Final = object()
"""Takes a field, or an entry of a list, away."""

_KEY: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*)[ \t]*:(?=\s|$)")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_SIGNS: Final = tuple("?:-,[]{}#&*!|>'\"%@`")
_SHORT: Final = 110
_INDENTS: Final = ((2, 4, 2), (2, 2, 0), (4, 6, 4), (4, 4, 2), (4, 2, 0))
"""Ways in which people indent: mappings, entries of a list, and the hyphen before them."""
_ORDER: Final = (
    *("id", "number", "title", "category", "group", "requirement", "time_text", "source", "lead", "cooperating"),
    *("cooperating_part", "workflow", "when", "milestones", "evidence", "measures", "score", "remind", "only"),
    *("doubts", "summary"),
)


class NotEditable(ValueError):
    """The text has no shape in which single fields can be set: no keys at the beginning of its lines."""


@dataclass
class _Piece:
    """The lines of one top-level key, and the comments below it that belong to whatever comes next."""

    key: str
    body: str
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One field set: the way to it from the root, and its plain value; GONE takes it away.

    A way that ends in a position one beyond a list adds an entry.
    """

    at: At
    value: Any


def with_settings(text: str, settings: Sequence[Setting]) -> str:
    """The text with these fields set, one after the other. Raises NotEditable."""
    head, pieces = _cut(text)
    for key in dict.fromkeys(str(each.at[0]) for each in settings):
        mine = [each for each in settings if each.at[0] == key]
        _settle(pieces, key, mine)
    return head + "".join(piece.body + piece.tail for piece in pieces)


def _settle(pieces: list[_Piece], key: str, settings: Sequence[Setting]) -> None:
    place = next((number for number, piece in enumerate(pieces) if piece.key == key), None)
    body = pieces[place].body if place is not None else ""
    written = _rewritten(body, key, settings)
    if place is not None and written:
        pieces[place].body = written
    elif place is not None:
        gone = pieces.pop(place)
        if gone.tail and place > 0:
            pieces[place - 1].tail += gone.tail
        elif gone.tail and pieces:
            pieces[0].body = gone.tail + pieces[0].body
    elif written:
        before = [number for number, piece in enumerate(pieces) if _rank(piece.key) < _rank(key)]
        at = before[-1] + 1 if before else 0
        if before and pieces[at - 1].body and not pieces[at - 1].body.endswith("\n"):
            pieces[at - 1].body += "\n"
        piece = _Piece(key, written)
        if before:  # comments that stand before the next key stay with that key
            piece.tail, pieces[at - 1].tail = pieces[at - 1].tail, ""
        pieces.insert(at, piece)


def _rewritten(body: str, key: str, settings: Sequence[Setting]) -> str:
    try:
        root = _yaml().load(body) if body else CommentedMap()
    except YAMLError as error:
        raise NotEditable(str(error)) from error
    if not isinstance(root, CommentedMap):
        raise NotEditable(key)
    yaml, before = _as_indented(body, root)
    for each in settings:
        _set(root, each.at, each.value)
    if key not in root:
        return ""
    after = _dumped(yaml, root)
    written = _reconciled(body, before, after) if body else after
    # An indentation of no known kind: the piece as a whole in ours, rather than a mixture that says something else.
    return written if read_yaml("-", written.encode()).value == read_yaml("-", after.encode()).value else after


def _as_indented(body: str, root: CommentedMap) -> tuple[YAML, str]:
    """The writer that indents as the piece does, as far as one does, and the piece as it writes it."""
    tried = [(yaml, _dumped(yaml, root)) for yaml in map(_yaml, _INDENTS)]
    return max(tried, key=lambda each: SequenceMatcher(None, body.splitlines(), each[1].splitlines()).ratio())


def _set(root: Any, at: At, value: Any) -> None:
    node, parents = root, []
    for step, following in pairwise(at):
        parents.append((node, step))
        node = _entered(node, step, following)
    last = at[-1]
    if value is GONE:
        if isinstance(node, CommentedMap):
            node.pop(last, None)
        elif isinstance(node, CommentedSeq) and isinstance(last, int) and last < len(node):
            node.pop(last)
        while parents and isinstance(node, CommentedMap | CommentedSeq) and not node:  # nothing is left in it
            node, step = parents.pop()
            node.pop(step)
        return
    if isinstance(node, CommentedSeq) and last == len(node):
        node.append(_ruamel(value, flow=_flow_among(node, value)))
    elif isinstance(node, CommentedMap | CommentedSeq):
        known = node[last] if (isinstance(node, CommentedSeq) or last in node) else None
        flow = known.fa.flow_style() if isinstance(known, CommentedMap | CommentedSeq) else None
        node[last] = _ruamel(value, flow=flow)
        if isinstance(known, CommentedMap | CommentedSeq) and isinstance(node[last], type(known)):
            node[last].ca.comment = known.ca.comment  # what stands at its beginning and end
            if known.ca.end:
                node[last].ca.end = known.ca.end
    else:
        raise NotEditable(".".join(map(str, at)))


def _entered(node: Any, step: str | int, following: str | int) -> Any:
    """What stands at `step`, made where nothing stands yet."""
    if isinstance(node, CommentedMap):
        if not isinstance(node.get(step), CommentedMap | CommentedSeq):
            node[step] = CommentedSeq() if isinstance(following, int) else CommentedMap()
            if isinstance(following, str):
                node[step].fa.set_flow_style()
        return node[step]
    if isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
        return node[step]
    raise NotEditable(str(step))


def _flow_among(node: CommentedSeq, value: Any) -> bool | None:
    """Whether a new entry is written on one line: as its neighbours are, else when it is short."""
    if isinstance(value, dict) and node:
        styles = [each.fa.flow_style() for each in node if isinstance(each, CommentedMap)]
        return styles[-1] if styles else None
    return None


def _ruamel(value: Any, *, flow: bool | None = None) -> Any:
    """A plain value as ruamel writes it: short collections on one line, text that reads as text."""
    match value:
        case dict():
            made = CommentedMap({key: _ruamel(each) for key, each in value.items()})
            flat = all(not isinstance(each, dict | list) or _flat(each) for each in value.values())
            if flow or (flow is None and flat and len(str(value)) < _SHORT):
                made.fa.set_flow_style()
            return made
        case list():
            entries = CommentedSeq([_ruamel(each) for each in value])
            if flow or (flow is None and _flat(value)):
                entries.fa.set_flow_style()
            return entries
        case str():
            return _text(value)
    return value


def _flat(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(each, dict | list) for each in value)


def _text(value: str) -> Any:
    if "\n" in value:
        return LiteralScalarString(value)
    if _ISO.match(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return SingleQuotedScalarString(value)
    # Parsers do not agree on signs at the beginning, nor on colons between brackets.
    doubtful = plain_scalar(value) != value or value[:1] in _SIGNS or ":" in value
    return SingleQuotedScalarString(value) if doubtful else value


def _reconciled(text: str, before: str, after: str) -> str:
    """`after` with the lines of `before` that are still in it as they stand in `text`, line breaks included."""
    lines, old, new = (each.splitlines(keepends=True) for each in (text, before, after))
    origin: list[tuple[int, int, str] | None] = [None] * len(old)
    for _, a, b, c, d in SequenceMatcher(None, lines, old, autojunk=False).get_opcodes():
        if (b - a) == (d - c):
            for number in range(d - c):
                origin[c + number] = (c + number, c + number + 1, lines[a + number])
        elif d > c:
            for number in range(c, d):
                origin[number] = (c, d, "".join(lines[a:b]))
    told: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            told += new[c:d]
            continue
        told += _as_it_stood(old, origin, a, b)
    return "".join(told)


def _as_it_stood(
    old: Sequence[str], origin: Sequence[tuple[int, int, str] | None], start: int, end: int
) -> Iterator[str]:
    at = start
    while at < end:
        known = origin[at]
        if known is None or known[0] < start or known[1] > end:
            yield old[at]
            at += 1
        else:
            yield known[2]
            at = known[1]


def _cut(text: str) -> tuple[str, list[_Piece]]:
    lines = text.replace("\r\n", "\n").splitlines(keepends=True)
    starts = [(number, found[1]) for number, line in enumerate(lines) if (found := _KEY.match(line))]
    if not starts and text.strip():
        raise NotEditable("no keys")
    head = "".join(lines[: starts[0][0]]) if starts else text
    pieces = []
    for (number, key), (until, _) in zip(starts, [*starts[1:], (len(lines), "")], strict=True):
        end = until
        while end > number + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
        pieces.append(_Piece(key, "".join(lines[number:end]), "".join(lines[end:until])))
    if pieces and not (pieces[-1].body + pieces[-1].tail).endswith("\n"):
        pieces[-1].body += "\n"
    return head, pieces


def _rank(key: str) -> int:
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)


def _yaml(indents: tuple[int, int, int] = (2, 4, 2)) -> YAML:
    mapping, sequence, offset = indents
    made = YAML()
    made.preserve_quotes = True
    made.width = 1_000_000
    made.indent(mapping=mapping, sequence=sequence, offset=offset)
    return made


def _dumped(yaml: YAML, root: CommentedMap) -> str:
    stream = io.StringIO()
    yaml.dump(root, stream)
    return stream.getvalue()
