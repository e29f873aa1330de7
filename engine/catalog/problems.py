"""What is wrong with a definition file: where, why and how to mend it, said like a compiler says it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.errors import Invalid
from engine.wording import N_, say

Severity = Literal["error", "warning"]
At = tuple[str | int, ...]
"""The way from a file's root to a value: keys and positions, as in `("milestones", 0, "when")`."""


@dataclass(frozen=True)
class Finding:
    """A fault before its line and column are known: most files have none, so nobody looks for marks in vain.

    `at` leads to the value, or to the key when `on_key`, or to a line (from 1) and word `inside` a text.
    `spot` (line, column, both from 1) is given where it is known.
    """

    file: str
    at: At
    code: str
    message: str
    hint: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "error"
    on_key: bool = False
    inside: tuple[int, str] | None = None
    spot: tuple[int, int] | None = None


@dataclass(frozen=True)
class Problem:
    """One fault at `file:line:column` (from 1, in characters), said in the reader's language."""

    file: str
    line: int
    column: int
    path: str
    code: str
    message_id: str
    hint_id: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "error"
    excerpt: str = ""

    @property
    def message(self) -> str:
        """What is wrong."""
        return say(self.message_id, **self.params)

    @property
    def hint(self) -> str:
        """What would mend it; empty when the message already says so."""
        return say(self.hint_id, **self.params)

    @property
    def place(self) -> str:
        """`file:line:column`, as editors and terminals follow it."""
        return f"{self.file}:{self.line}:{self.column}"

    def render(self) -> str:
        """The place and message, the source line, a caret under the column, and the remedy."""
        head = "  ".join(part for part in (self.place, self.path, self.message) if part)
        lines = [head if self.severity == "error" else f"{head}  ({say(N_('warning'))})"]
        if self.excerpt.strip():
            lines += [f"    {self.excerpt}", f"    {_blank(self.excerpt[: self.column - 1])}^"]
        if self.hint:
            lines.append(f"    {say(N_('remedy: {hint}'), hint=self.hint)}")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, object]:
        """The problem as plain values, for JSON output."""
        names = ("file", "line", "column", "path", "code", "severity", "message", "hint")
        return {name: getattr(self, name) for name in names}


class DefinitionProblems(Invalid):
    """The definitions cannot be used; `problems` says everything that is wrong with them at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        errors = sum(problem.severity == "error" for problem in problems)
        super().__init__(
            "definition-problems",
            N_("The definitions have {count} faults."),
            hint=N_("`luoshi check` shows each with its line and remedy."),
            count=errors,
        )
        self.problems = problems


def _blank(text: str) -> str:
    """Spaces as wide as a terminal shows `text`; tabs stay tabs, for nobody knows how wide they are shown."""
    return "".join("\t" if char == "\t" else " " * _width(char) for char in text)


def _width(char: str) -> int:
    """Columns of a character: wide and full-width ones take two, combining marks and invisible ones none."""
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def spoken_path(at: At) -> str:
    """`at` as people write it: `milestones[0].when.by`."""
    text = ""
    for step in at:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text
