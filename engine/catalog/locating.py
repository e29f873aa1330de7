"""From the way to a value (`milestones[0].when`) to its line and column, looked up only in files that have a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import yaml

from engine.catalog.full_width import remedy_in
from engine.catalog.problems import At, Finding, Problem, spoken_path
from engine.catalog.reading import compose

_OF_WORDS: Final = frozenset(
    {
        *("amount", "cells", "day", "form", "list", "mapping", "number", "rate", "when-shape", "yes-no"),
        *("unknown-category", "unknown-field", "unknown-indicator", "unknown-notice", "unknown-unit", "unknown-word"),
        "unknown-workflow",
    }
)
"""Faults of a value that is not what it should be: a sign of the wrong keyboard is then the likeliest reason."""


class Locator:
    """Finds lines and columns in the texts given, composing each faulty file once."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._roots: dict[str, yaml.Node | None] = {}

    def problem(self, found: Finding, shown: Callable[[str], str] = str) -> Problem:
        """`found` with its line, column and source line; `shown` turns a file into the path people see."""
        line, column = found.spot or self._spot(found)
        lines = self._texts.get(found.file, "").splitlines()
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        hint, params = found.hint, found.params
        if found.code in _OF_WORDS and (signs := remedy_in(self._words(found, excerpt))):
            sign, hint, more = signs
            column = excerpt.find(sign, column - 1) + 1 or column
            params = {**{name: _visible(value) for name, value in params.items()}, **more}
        return Problem(
            file=shown(found.file),
            line=line,
            column=column,
            path=spoken_path(found.at),
            code=found.code,
            message_id=found.message,
            hint_id=hint,
            params=params,
            severity=found.severity,
            excerpt=excerpt,
        )

    def value_at(self, at: At, file: str = "") -> bool:
        """Whether the file has a value there."""
        node = self._root(file)
        for step in at:
            child = _child(node, step) if node is not None else None
            node = child[1] if child is not None else None
        return node is not None

    def _words(self, found: Finding, excerpt: str) -> Iterator[str]:
        """What was typed where a fault stands: a key, a value, the keys of a mapping, or a roster's line."""
        root = None if found.spot else self._root(found.file)
        if root is None or found.on_key:
            yield str(found.at[-1]) if found.at else excerpt
            return
        node, _ = _find(root, found.at, on_key=False)
        if isinstance(node, yaml.MappingNode):
            yield from (str(key.value) for key, _ in node.value)
        elif isinstance(node, yaml.ScalarNode):
            yield node.value

    def _spot(self, found: Finding) -> tuple[int, int]:
        root = self._root(found.file)
        if root is None:
            return 1, 1
        node, mark = _find(root, found.at, found.on_key)
        if found.inside is None:
            return mark.line + 1, mark.column + 1
        return self._inside(found.file, node, *found.inside)

    def _inside(self, file: str, node: yaml.Node, line: int, word: str) -> tuple[int, int]:
        """Where `word` stands in line `line` of a text value; a block text (`|`) begins on the line after its mark."""
        block = getattr(node, "style", "") in ("|", ">")
        at = node.start_mark.line + line + (1 if block else 0)
        lines = self._texts[file].splitlines()
        if at > len(lines):
            return node.start_mark.line + 1, node.start_mark.column + 1
        text = lines[at - 1]
        start = node.start_mark.column if at == node.start_mark.line + 1 else len(text) - len(text.lstrip())
        return at, (text.find(word, start) if word and word in text[start:] else start) + 1

    def _root(self, file: str) -> yaml.Node | None:
        if file not in self._roots:
            try:
                self._roots[file] = compose(self._texts.get(file, ""))
            except (yaml.YAMLError, ValueError):
                self._roots[file] = None
        return self._roots[file]


def _visible(value: object) -> object:
    """A word with what nobody sees in it told by its number, as in `U+200Btable`."""
    if not isinstance(value, str):
        return value
    return "".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in value)


def _find(node: yaml.Node, at: At, on_key: bool) -> tuple[yaml.Node, yaml.Mark]:
    """The value at `at` and its mark, or its key's; where the way ends early, the key of the last value found."""
    last_key = node.start_mark
    for position, step in enumerate(at):
        child = _child(node, step)
        if child is None:
            return node, last_key
        key, node = child
        last_key = key.start_mark if key is not None else node.start_mark
        if on_key and position == len(at) - 1:
            return node, last_key
    return node, node.start_mark


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None


def line_in(text: str, at: At, line: int) -> int:
    """The line of a file's text, from 1, in which line `line` of the text at `at` stands; 0 where there is none."""
    root = Locator({"": text})
    spot = root.value_at(at)
    return root.problem(Finding("", at, "template", "", inside=(line, ""))).line if spot else 0


def readable_text(path: Path) -> str:
    """A definition file's text, '' where it cannot be read."""
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError):
        return ""
