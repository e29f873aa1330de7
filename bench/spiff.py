"""SpiffWorkflow on the same path (accept, submit, approve), its state kept in SQLite with a durable commit per step."""

from __future__ import annotations

import sqlite3
from itertools import pairwise
from pathlib import Path
from typing import Final

from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

STEPS: Final = ("accept", "submit", "approve")


class Spiff:
    """`number` workflows of three manual steps, each a row with its serialised state, as people act days apart."""

    def __init__(self, path: Path, number: int) -> None:
        self._serializer = BpmnWorkflowSerializer()
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("CREATE TABLE work (id INTEGER PRIMARY KEY, state TEXT NOT NULL)")
        self._connection.execute("CREATE TABLE history (id INTEGER PRIMARY KEY, work INTEGER, step TEXT, at TEXT)")
        state = self._serializer.serialize_json(_fresh())
        self._connection.execute("BEGIN")
        self._connection.executemany("INSERT INTO work VALUES (?, ?)", ((at, state) for at in range(1, number + 1)))
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def move(self, number: int, step: str) -> None:
        """One transition: load, run the one waiting step, serialise, commit."""
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        (state,) = run("SELECT state FROM work WHERE id = ?", (number,)).fetchone()
        workflow = self._serializer.deserialize_json(state)
        [waiting] = workflow.get_tasks(state=TaskState.READY, manual=True)
        if waiting.task_spec.name != step:
            raise AssertionError(f"{waiting.task_spec.name} waits, {step} expected")
        waiting.run()
        workflow.do_engine_steps()
        run("UPDATE work SET state = ? WHERE id = ?", (self._serializer.serialize_json(workflow), number))
        run("INSERT INTO history (work, step, at) VALUES (?, ?, '2022-05-20T01:00:00Z')", (number, step))
        run("COMMIT")


def _fresh() -> BpmnWorkflow:
    parser = BpmnParser()
    parser.add_bpmn_str(_diagram())
    workflow = BpmnWorkflow(parser.get_spec("path"))
    workflow.do_engine_steps()
    return workflow


def _diagram() -> bytes:
    path = ("begin", *STEPS, "end")
    flows = "".join(
        f'<sequenceFlow id="f{at}" sourceRef="{source}" targetRef="{target}"/>'
        for at, (source, target) in enumerate(pairwise(path))
    )
    steps = "".join(f'<manualTask id="{step}" name="{step}"/>' for step in STEPS)
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">'
        f'<process id="path" isExecutable="true"><startEvent id="begin"/>{steps}<endEvent id="end"/>{flows}'
        "</process></definitions>"
    ).encode()
