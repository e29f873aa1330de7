"""What can be done in a story: a small closed vocabulary, each word carried out by the service it stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import story_office
import story_units

DOING: Mapping[str, Callable[..., None]] = {
    name.removeprefix("do_").replace("_", " "): verb
    for room in (story_units, story_office)
    for name, verb in vars(room).items()
    if name.startswith("do_")
}
"""The whole vocabulary, by the words the files use."""
