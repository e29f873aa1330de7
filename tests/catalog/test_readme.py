"""The README's indicator is a real one: put where it says, it is accepted as it stands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from engine.catalog import examine

ROOT = Path(__file__).parents[2]


def test_the_indicator_of_the_readme_is_accepted(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "definitions", tmp_path / "definitions")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```yaml\n(# definitions/.*?)```", readme, flags=re.DOTALL)
    first, _, text = block.partition("\n")
    (tmp_path / first.removeprefix("# ")).write_text(text, encoding="utf-8")
    seen = examine(tmp_path / "definitions" / "chongchuan-2022")
    assert [problem.render() for problem in seen.problems] == []
    assert seen.catalog is not None
    assert len(seen.catalog.definitions) == 56
