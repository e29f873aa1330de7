"""docs/lifecycle.md: each shipped workflow drawn, and the moves it compiles to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.catalog import load
from engine.domain.definition import Workflow
from engine.domain.lifecycle import Move, moves_of
from engine.domain.vocabulary import Terminal, Verb
from generator.markdown import table

_PROGRAMME = Path(__file__).resolve().parent.parent.parent / "definitions" / "chongchuan-2022"
_QUIET = {"settle", "exempt", "transfer", "terminate", "reopen"}
"""Moves possible from nearly everywhere: in the table, not in the drawing."""


def page() -> str:
    """The whole page."""
    parts = [
        "# Lifecycles\n\nA workflow of `definitions/workflows/` compiles to one table of moves. The same table "
        "decides, explains a refusal, moves many at once, and is drawn here.\n"
    ]
    for workflow in load(_PROGRAMME).workflows.values():
        table_of_moves = moves_of(workflow)
        moves = [move for verb in Verb for move in table_of_moves.get(verb, ())]
        parts.append(f"## {workflow.id}: {workflow.title}\n\n{_drawing(workflow, moves)}\n\n{_table(workflow, moves)}")
    return "\n".join(parts)


def _drawing(workflow: Workflow, moves: list[Move]) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    names = {stage.id: stage.title for stage in workflow.stages} | {str(end): str(end) for end in Terminal}
    lines += [f'    state "{title}" as {_key(stage)}' for stage, title in names.items()]
    lines.append(f"    [*] --> {_key(workflow.stages[0].id)}: issue")
    lines += [f"    {_key(source)} --> {_key(target)}: {verb}" for verb, source, target in _arrows(moves)]
    return "\n".join([*lines, "```"])


def _arrows(moves: list[Move]) -> Iterator[tuple[str, str, str]]:
    for move in moves:
        if move.target and move.verb not in _QUIET:
            for source in sorted(move.sources):
                yield str(move.verb), source, move.target


def _table(workflow: Workflow, moves: list[Move]) -> str:
    order = [stage.id for stage in workflow.stages] + [str(end) for end in Terminal]
    rows = [
        [
            f"`{move.verb}`",
            ", ".join(sorted(move.sources, key=order.index)),
            move.target or "stays",
            ", ".join(sorted(move.who)),
            ", ".join(move.needs),
        ]
        for move in moves
    ]
    return table(["verb", "from", "to", "who", "needs"], rows)


def _key(stage: str) -> str:
    return stage.replace("-", "_")
