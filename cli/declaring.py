"""How a command is added: our command classes, help as a message id, no docstring shown to people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from typer import Typer

from cli.helping import LuoshiCommand, LuoshiGroup


def declare(app: Typer, name: str, function: Callable[..., Any], help_id: str) -> None:
    """Add `function` as command `name`; `help_id` is marked with N_ where it is written."""
    app.command(name, cls=LuoshiCommand, help=help_id)(function)


def group(app: Typer, name: str, help_id: str) -> Typer:
    """Add a group of commands under one word."""
    made = Typer(cls=LuoshiGroup, rich_markup_mode=None, add_completion=False)
    made.callback()(_nothing)
    app.add_typer(made, name=name, help=help_id, cls=LuoshiGroup)
    return made


def _nothing() -> None:
    pass
