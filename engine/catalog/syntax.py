"""A file as read, and the YAML parser's complaints about it in a clerk's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from engine.catalog.full_width import MESSAGE, glued_colon, hint_for, misread_sign
from engine.catalog.problems import Finding
from engine.wording import N_

ILLEGIBLE: Final = object()
"""Stands in a file's plain value where its form is faulty and told already: nothing is known of what is meant."""


@dataclass
class Text:
    """A file as read: its text, the root's plain value, and what was already wrong with it."""

    file: str
    text: str
    value: Any = None
    findings: list[Finding] = field(default_factory=list)

    def fault(self, code: str, message: str, mark: Any = None, *, hint: str = "", **params: object) -> None:
        """Note a fault at a YAML mark (the file's start without one)."""
        spot = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        self.findings.append(Finding(self.file, (), code, message, hint, params, spot=spot))


def syntax_fault(read: Text, error: yaml.MarkedYAMLError) -> None:
    """Say in our words what the YAML parser refused, where the author would look for it."""
    mark = error.problem_mark or error.context_mark
    if mark is not None and _keyboard_fault(read, mark.line + 1, error):
        return
    reason = " ".join(part for part in (error.context, error.problem) if part)
    for words, code, message, hint in _SYNTAX:
        if words in reason:
            at = error.context_mark if code in _AT_CONTEXT and error.context_mark else mark
            read.fault(code, message, at, hint=hint)
            return
    read.fault("yaml", N_("this is not valid YAML: {reason}"), mark, hint=_LOOK, reason=reason)


def _keyboard_fault(read: Text, line: int, error: yaml.MarkedYAMLError) -> bool:
    """Say it of a tab, of a full-width sign, or of a value glued to its colon, if that is what the parser met."""
    lines = read.text.splitlines()
    begun = error.context_mark.line + 1 if error.context_mark else line
    if "tab character" in (error.problem or "") or _at(lines, error.problem_mark) == "\t":
        read.fault("tab", N_("a tab stands where spaces are wanted"), error.problem_mark, hint=N_("indent with spaces"))
    elif spot := misread_sign(lines, line) or misread_sign(lines, begun):
        hint, params = hint_for(lines[spot[0] - 1][spot[1] - 1])
        read.findings.append(Finding(read.file, (), "full-width", MESSAGE, hint, params, spot=spot))
    elif (
        begun <= len(lines)
        and "could not find expected ':'" in (error.problem or "")
        and (column := glued_colon(lines[begun - 1]))
    ):
        message, hint = N_("a space is missing after the colon"), N_("write `key: value`")
        read.findings.append(Finding(read.file, (), "no-space", message, hint, spot=(begun, column)))
    else:
        return False
    return True


def _at(lines: list[str], mark: yaml.Mark | None) -> str:
    if mark is None or mark.line >= len(lines):
        return ""
    return lines[mark.line][mark.column : mark.column + 1]


def character_fault(read: Text, error: yaml.YAMLError) -> None:
    """Say where a character stands that no text file holds."""
    position = getattr(error, "position", None)
    before = read.text[: position if isinstance(position, int) else 0]
    spot = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    message = N_("the file holds a character that text never holds")
    read.findings.append(Finding(read.file, (), "character", message, N_("delete it"), spot=spot))


_LOOK = N_("look at this line and the one above: a colon, quote, bracket or indentation is amiss")
_ALIGN = N_("begin it, with spaces alone, in the column of the lines it belongs with; or mend the line above")
_AT_CONTEXT = ("unclosed", "no-colon")
_SYNTAX: Final = (
    ("cannot start any token", "character", N_("a value cannot begin with this character"),
     N_("put a value that begins with @, ` or % in quotes")),
    ("found undefined alias", "alias", N_("aliases (`*name`) are not used here"), N_("write the value out in full")),
    ("duplicate anchor", "alias", N_("anchors (`&name`) are not used here"), N_("write the value out in full")),
    ("unexpected end of stream", "unclosed", N_("this quote is never closed"), N_("add the closing quote")),
    ("did not find expected ',' or ']'", "unclosed", N_("this bracket is not closed, or a comma is missing"),
     N_("separate with `,` and close with `]`")),
    ("did not find expected ',' or '}'", "unclosed", N_("this bracket is not closed, or a comma is missing"),
     N_("separate with `,` and close with `}`")),
    ("mapping values are not allowed", "colon", N_("a second colon on this line, or the wrong indentation"),
     N_("put a text that holds `: ` in quotes, and indent like the lines above")),
    ("could not find expected ':'", "no-colon", N_("a colon is missing"), N_("write `key: value`")),
    ("expected a single document", "documents", N_("one file holds one document"), N_("delete the line `---`")),
    ("did not find expected key", "indentation", N_("this line does not fit the indentation of those above"), _ALIGN),
    ("did not find expected '-'", "indentation", N_("this line does not fit the indentation of those above"), _ALIGN),
    ("unknown escape character", "escape", N_("a backslash in double quotes begins a sign, and this one is not known"),
     N_("put the text in single quotes, or write two backslashes")),
    ("undefined tag handle", "tag", N_("tags such as `!name` are not used here"), N_("delete the tag")),
    ("control characters", "character", N_("the file holds a character that text never holds"), N_("delete it")),
)  # fmt: skip
