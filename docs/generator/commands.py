"""docs/reference/cli.md: every command with its options, and the exit codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.core import TyperGroup

from cli import exits
from cli.helping import described, usage_of
from cli.main import command_tree
from engine.wording import say
from generator.markdown import table

_CODES = (
    (exits.OK, "done"),
    (exits.FAULT, "problems in the definitions, an altered history, a fault found by `doctor`"),
    (exits.CHANGES, "`plan` found changes"),
    (exits.USAGE, "the command line cannot be read"),
    *((code, f"{kind}: see [errors](errors.md)") for kind, code in exits.BY_KIND.items()),
    (exits.UNEXPECTED, "a mistake of ours; the details are in the log"),
    (exits.INTERRUPTED, "interrupted"),
)


def page() -> str:
    """The whole page."""
    parts = ["# The command line\n"]
    parts.append(
        "Every command answers in Chinese, or in English with `--lang en` (or LUOSHI_LANGUAGE=en), "
        "and in JSON with `--json`.\n"
    )
    for context, command in _walk():
        parts.append(f"## {context.command_path}\n\n{say(command.help or '')}\n")
        parts.append(f"    {usage_of(command, context).partition(': ')[2]}\n")
        if rows := [[f"`{name}`", text] for name, text in described(command)]:
            parts.append(table(["", "meaning"], rows))
    parts.append("## Exit codes\n")
    parts.append(table(["code", "meaning"], [[str(code), meaning] for code, meaning in _CODES]))
    return "\n".join(parts)


def _walk() -> Iterator[tuple[Any, Any]]:
    root = command_tree()
    top = root.make_context("luoshi", [], resilient_parsing=True)
    pending = [(top, root)]
    while pending:
        context, command = pending.pop(0)
        if not isinstance(command, TyperGroup):
            yield context, command
            continue
        below = [
            (found.make_context(name, [], parent=context, resilient_parsing=True), found)
            for name, found in command.commands.items()
        ]
        pending = [*below, *pending]
