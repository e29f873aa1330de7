"""What is wrong with a command line, said in the reader's language instead of the parser's English."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from typer.core import TyperGroup
from typer.exceptions import TyperException

from cli.helping import usage_of
from engine.wording import N_, say


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
            return say(N_("{name} cannot be read: {reason}"), name=_name_of(fields.param), reason=error.message)
        case "BadOptionUsage":
            return say(N_("{name} is not complete: it wants a value."), name=fields.option_name)
        case "FileError":
            return say(N_("The file {name} cannot be opened."), name=fields.ui_filename)
    return _about_commands(error)


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
