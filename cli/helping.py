"""Help in the reader's language: Typer's command tree, printed by us because it knows neither Chinese nor its width."""

from __future__ import annotations

import shutil
from typing import Any

from typer.core import TyperCommand, TyperGroup

from cli.printing import padded, width, wrapped
from engine.wording import N_, say


class LuoshiCommand(TyperCommand):
    """A command whose help speaks the chosen language."""

    def get_help(self, ctx: Any) -> str:
        """The help text of this command."""
        return help_of(self, ctx)


class LuoshiGroup(TyperGroup):
    """A group of commands whose help speaks the chosen language."""

    def get_help(self, ctx: Any) -> str:
        """The help text of this group, its commands in the order they were declared."""
        return help_of(self, ctx)

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands in the order of a year's work, not of the alphabet."""
        return list(self.commands)


def usage_of(command: Any, ctx: Any) -> str:
    """The one line that says how the command is written."""
    pieces = [ctx.command_path]
    arguments = [parameter for parameter in command.params if parameter.param_type_name == "argument"]
    pieces.append(say(N_("[OPTIONS]")))
    for argument in arguments:
        name = argument.metavar or argument.name.upper()
        many = "..." if argument.nargs == -1 else ""
        pieces.append(f"{name}{many}" if argument.required else f"[{name}]{many}")
    if isinstance(command, TyperGroup):
        pieces.append(say(N_("COMMAND")))
    return say(N_("Usage: {line}"), line=" ".join(pieces))


def help_of(command: Any, ctx: Any) -> str:
    """Usage, purpose, arguments, options and commands."""
    columns = min(shutil.get_terminal_size((100, 24)).columns, 100)
    parts = [usage_of(command, ctx), wrapped(say(command.help or ""), columns, "  ")]
    arguments, options = _described(command, "argument"), _described(command, "option")
    options.append(("--help", say(N_("Show this help and stop."))))
    parts.append(_section(say(N_("Arguments")), arguments, columns))
    parts.append(_section(say(N_("Options")), options, columns))
    if isinstance(command, TyperGroup):
        commands = [(name, say(found.help or "")) for name, found in command.commands.items() if not found.hidden]
        parts.append(_section(say(N_("Commands")), commands, columns))
    return "\n\n".join(part for part in parts if part.strip())


def described(command: Any) -> list[tuple[str, str]]:
    """Arguments, then options, each with what it means."""
    return _described(command, "argument") + _described(command, "option")


def _described(command: Any, kind: str) -> list[tuple[str, str]]:
    name = _argument_name if kind == "argument" else _option_name
    shown = (each for each in command.params if not getattr(each, "hidden", False))
    return [(name(each), _explained(each)) for each in shown if each.param_type_name == kind]


def _argument_name(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _option_name(parameter: Any) -> str:
    names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    if parameter.is_flag:
        return names
    return f"{names} {parameter.metavar or parameter.name.upper().replace('_', '-')}"


def _explained(parameter: Any) -> str:
    extra = []
    if parameter.envvar:
        names = parameter.envvar if isinstance(parameter.envvar, str) else ", ".join(parameter.envvar)
        extra.append(say(N_("or {variable}"), variable=names))
    if parameter.required:
        extra.append(say(N_("required")))
    default = parameter.default
    if default not in (None, False, True, (), [], "") and not callable(default):
        extra.append(say(N_("default {value}"), value=getattr(default, "value", default)))
    if getattr(parameter, "multiple", False):
        extra.append(say(N_("may be repeated")))
    note = f" [{'; '.join(extra)}]" if extra else ""
    return say(parameter.help or "") + note


def _section(title: str, rows: list[tuple[str, str]], columns: int) -> str:
    if not rows:
        return ""
    left = min(max(width(name) for name, _ in rows), 34)
    lines = [say(N_("{title}:"), title=title)]
    for name, text in rows:
        body = wrapped(text, max(columns - left - 4, 30)).split("\n")
        if width(name) > left:
            lines.append(f"  {name}")
            lines += [f"  {' ' * left}  {line}" for line in body]
        else:
            lines.append(f"  {padded(name, left)}  {body[0]}")
            lines += [f"  {' ' * left}  {line}" for line in body[1:]]
    return "\n".join(line.rstrip() for line in lines)
