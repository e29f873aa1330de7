"""A progress bar on long work, only where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(title: str, *, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A function to call with (done, of); None with `quiet` or when standard error is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    bar = _Bar(title)
    try:
        yield bar
    finally:
        bar.close()


class _Bar:
    """Appears with the first step and goes with the last, so that what runs on afterwards has the screen to itself."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._close: Callable[[], None] = _nothing
        self._step: Callable[[int, int], None] | None = None

    def __call__(self, done: int, of: int) -> None:
        """Show that `done` of `of` steps are done."""
        if self._step is None:
            self._open()
        assert self._step is not None
        self._step(done, of)
        if done >= of:
            self.close()

    def close(self) -> None:
        """Take the bar off the screen."""
        self._close()
        self._close, self._step = _nothing, None

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        shown = Progress(*columns, console=Console(stderr=True), transient=True)
        line = shown.add_task(self._title, total=None)
        shown.start()
        self._close = shown.stop
        self._step = lambda done, of: shown.update(line, completed=done, total=of)


def _nothing() -> None:
    """No bar, nothing to take away."""
