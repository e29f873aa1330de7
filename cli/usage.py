"""What is wrong with a command line, said in the reader's language instead of the parser's English."""

from __future__ import annotations

import errno
import re
from difflib import get_close_matches
from typing import Any, Final

from typer.core import TyperGroup
from typer.exceptions import TyperException

from cli.helping import usage_of
from engine.errors import cause_of
from engine.wording import N_, say

_TOO_MANY: Final = re.compile(r"Got unexpected extra argument(?:s|\(s\))? \((?P<words>.*)\)$", re.DOTALL)
_NOT_READABLE: Final = re.compile(r"path '(?P<path>.*)' is not readable", re.DOTALL)
_LONGEST: Final = 60


def usage_sentence(error: TyperException) -> str:
    """One sentence for a usage error, with the nearest word that would have been right."""
    # The parser's classes are private to Typer; their names and fields are all that is used here.
    fields: Any = error
    match type(error).__name__:
        case "NoSuchOption":
            near = ", ".join(fields.possibilities or ())
            return _with_near(say(N_("There is no option {word} here."), word=fields.option_name), near)
        case "MissingParameter":
            name = _name_of(fields.param)
            return say(N_("{name} is missing: {help}"), name=name, help=say(fields.param.help or ""))
        case "BadParameter" if fields.param is not None:
            return say(N_("{name} cannot be read: {reason}."), name=_name_of(fields.param), reason=_reason(error))
        case "BadOptionUsage":
            return say(N_("{name} is not complete: it wants a value."), name=fields.option_name)
        case "FileError":
            return say(N_("The file {name} cannot be opened."), name=fields.ui_filename)
        case "UsageError" if (found := _TOO_MANY.match(error.message)) is not None:
            return say(N_("There are too many words: {words}."), words=found["words"])
    return _about_commands(error)


def _reason(error: TyperException) -> str:
    """Why a value is refused: in our words for what the definitions' checks know too, else the parser's own."""
    from engine.catalog.fault_words import FAULTS

    found: Any = error.__cause__
    refusals = found.errors() if hasattr(found, "errors") else []
    if path := _NOT_READABLE.match(error.message):
        cause = cause_of(PermissionError(errno.EACCES, ""))
        return say(N_("“{given}”: {reason}"), given=path["path"], reason=cause)
    if not refusals:
        return error.message.rstrip(".")
    first = refusals[0]
    given = str(first.get("input", ""))[:_LONGEST]
    if first["type"] in FAULTS:
        _, message, hint = FAULTS[first["type"]]
        reason, remedy = (say(each, **first.get("ctx", {})) for each in (message, hint))
        words = N_("“{given}”: {reason}; {remedy}") if remedy else N_("“{given}”: {reason}")
        return say(words, given=given, reason=reason, remedy=remedy)
    _, offers, choices = first["msg"].partition(" is not one of ")
    words = ", ".join(choices.rstrip(".").replace("'", "").split(", "))
    return (
        say(N_("“{given}” is none of {choices}"), given=given, choices=words) if offers else error.message.rstrip(".")
    )


def where_help_is(error: TyperException) -> str:
    """The usage line of the command in question and how to see its help."""
    context: Any = getattr(error, "ctx", None)
    if context is None:
        return ""
    hint = say(N_("`{command} --help` explains it."), command=context.command_path)
    return f"{usage_of(context.command, context)}\n{hint}"


def _about_commands(error: TyperException) -> str:
    context: Any = getattr(error, "ctx", None)
    if context is not None and isinstance(context.command, TyperGroup):
        commands = list(context.command.commands)
        word = error.message.partition("'")[2].partition("'")[0]
        if not word:
            return say(N_("Name a command: {commands}."), commands=", ".join(commands))
        near = ", ".join(get_close_matches(word, commands))
        return _with_near(say(N_("There is no command {word}."), word=word), near)
    return say(N_("The command line cannot be read: {reason}"), reason=error.message)


def _with_near(sentence: str, near: str) -> str:
    return sentence + (" " + say(N_("Did you mean {near}?"), near=near) if near else "")


def _name_of(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    return str(parameter.opts[0])
