"""docs/reference/errors.md: every error code, what it says and what would help."""

from __future__ import annotations

from cli import exits
from engine.errors import Kind
from generator.markdown import table
from generator.sources import Raised, raised


def page() -> str:
    """The whole page, by kind."""
    found: dict[str, list[Raised]] = {}
    for error in raised():
        found.setdefault(error.kind, []).append(error)
    parts = ["# Errors\n\nThe code is stable; the sentence is said in the reader's language.\n"]
    for kind in Kind:
        parts.append(f"## {kind} (exit {exits.BY_KIND[kind]})\n")
        rows = [[f"`{each.code}`", each.message, each.hint] for each in found.get(kind, [])]
        parts.append(table(["code", "says", "what helps"], rows))
    return "\n".join(parts)
