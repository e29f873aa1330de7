"""The stories the office can check, each played day by day through the services on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from story_book import Step, Story, stories
from story_checks import EXPECTING
from story_scene import Scene, files
from story_steps import DOING

from engine.errors import LuoshiError
from engine.services.desk import Desk
from engine.services.looking import remember
from engine.store.database import Database

STORIES = stories()


@pytest.mark.parametrize("story", STORIES, ids=[story.name for story in STORIES])
def test_story(story: Story, database: Database, tmp_path: Path) -> None:
    scene = Scene(story, Desk(database, files(tmp_path / "evidence")))
    try:
        for step in story.steps:
            with _named(step):
                _play(scene, step)
        verified = remember.verify(scene.desk)
        assert verified.sound, verified.fault
        assert verified.acts > 1
    finally:
        scene.desk.database.close()


def test_every_story_has_its_file() -> None:
    told = Counter(int(story.name[:2]) for story in STORIES)
    assert set(told) == set(range(1, 17))
    assert all(any(step.expected or step.refused for step in story.steps) for story in STORIES)


def _play(scene: Scene, step: Step) -> None:
    if step.refused is not None:
        with pytest.raises(LuoshiError) as caught:
            DOING[step.doing](scene, step.at, **step.particulars)
        assert caught.value.code == step.refused["code"], str(caught.value)
        for words in step.refused["says"]:
            assert words in str(caught.value)
    elif step.doing:
        DOING[step.doing](scene, step.at, **step.particulars)
    for expected in step.expected:
        EXPECTING[next(iter(expected))](scene, step.at, **expected)


@contextmanager
def _named(step: Step) -> Iterator[None]:
    """A failure says at which step of the story it happened."""
    try:
        yield
    except Exception as fault:
        fault.add_note(str(step))
        raise
