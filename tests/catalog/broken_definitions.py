"""The corpus of broken definitions: single edits of the sound programme (broken.yaml) and whole files replaced."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

P = "programme/"
JOINT, COVERAGE, COUNTED, FILING = (
    P + "indicators/leading/joint-meeting.yaml",
    P + "indicators/supervising/coverage.yaml",
    P + "indicators/supervising/inspections.yaml",
    P + "indicators/supervising/filing.yaml",
)
PROGRAMME, UNITS, CHASING, SCALE = (P + f"{name}.yaml" for name in ("programme", "units", "chasing", "scale.sample"))
STREETS, PEOPLE = P + "rosters/streets.csv", P + "rosters/people.csv"
REMIND, RED, STANDARD = P + "notices/remind.yaml", P + "notices/red-sheet.yaml", "workflows/standard.yaml"


@dataclass(frozen=True)
class Broken:
    """One edit and what must be said about it: code, a piece of the Chinese message and of the remedy."""

    name: str
    file: str
    old: str
    new: str
    code: str
    message: str
    hint: str
    at: tuple[int, int] | None = None
    faulty: str = ""
    """The file in which it is told, where it is not the edited one."""
    severity: str = "error"


def _edits() -> tuple[Broken, ...]:
    table = yaml.safe_load(Path(__file__).with_name("broken.yaml").read_text("utf-8"))
    return tuple(
        Broken(
            name=row["name"],
            file=row["file"],
            old=row["old"],
            new=row["new"],
            at=tuple(row["at"]) if "at" in row else None,
            faulty=row.get("faulty", ""),
            **row["expect"],
        )
        for row in table
    )


EDITS = _edits()

CONTENTS: tuple[tuple[str, str, bytes | None, str, str, tuple[int, int]], ...] = (
    ("empty", JOINT, b"", "empty", "文件是空的", (1, 1)),
    ("only-comments", JOINT, "# 什么也没有\n".encode(), "empty", "文件是空的", (1, 1)),
    ("a-list", JOINT, b"- 1\n- 2\n", "mapping", "名称: 值", (1, 1)),
    ("a-word", JOINT, "会议\n".encode(), "mapping", "名称: 值", (1, 1)),
    ("gbk", JOINT, "id: joint-meeting\ntitle: 联席会议\n".encode("gbk"), "not-utf8", "不是UTF-8", (2, 8)),
    ("binary", JOINT, b"\x00\x01\x02\x03", "character", "不应有的字符", (1, 1)),
    ("deep-flow", JOINT, b"a: " + b"[" * 50_000, "too-deep", "嵌套超过", (1, 1)),
    ("deep-block", JOINT, b"- " * 50_000, "too-deep", "嵌套超过", (1, 1)),
    ("deep-indentation", JOINT, b"\n".join(b" " * i + b"a:" for i in range(900)), "too-deep", "嵌套超过", (1, 1)),
    ("too-large", JOINT, b"a: " + b"b" * 1_000_001, "too-large", "超过1000000字节", (1, 1)),
    ("bomb", JOINT, b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "alias", "别名", (2, 8)),
    ("itself", JOINT, b"&a [*a]\n", "alias", "别名", (1, 5)),
    ("roster-gbk", STREETS, "id,name,kind\neast,东街道,sub-district\n".encode("gbk"), "not-utf8", "不是UTF-8", (2, 6)),
    ("roster-empty", STREETS, b"", "empty", "文件是空的", (1, 1)),
    ("no-programme", PROGRAMME, None, "no-file", "缺少这个文件", (1, 1)),
    ("no-units", UNITS, None, "no-file", "缺少这个文件", (1, 1)),
    ("no-chasing", CHASING, None, "no-file", "缺少这个文件", (1, 1)),
    ("no-scale", SCALE, None, "no-file", "缺少这个文件", (1, 1)),
    ("no-notice", P + "notices/withdrawn.yaml", None, "no-notice", "“withdrawn”", (1, 1)),
)
"""A whole file replaced, or taken away (None)."""


def _no_programme_folder(home: Path) -> None:
    shutil.rmtree(home / "programme")


def _folder_for_a_file(home: Path) -> None:
    (home / PROGRAMME).unlink()
    (home / PROGRAMME).mkdir()


def _link_to_itself(home: Path) -> None:
    (home / PROGRAMME).unlink()
    (home / PROGRAMME).symlink_to(home / PROGRAMME)


def _wrong_ending(home: Path) -> None:
    (home / JOINT).with_name("another.yml").write_text("id: another\n")


def _no_indicators(home: Path) -> None:
    shutil.rmtree(home / P / "indicators")


def _same_file_in_two_folders(home: Path) -> None:
    shutil.copy(home / JOINT, home / COVERAGE.replace("coverage", "joint-meeting"))


def _workflow_twice(home: Path) -> None:
    shutil.copytree(home / "workflows", home / P / "workflows")


DEEDS: tuple[tuple[Callable[[Path], None], str, str], ...] = (
    (_no_programme_folder, "no-folder", "programme:1:1"),
    (_folder_for_a_file, "not-a-file", "programme/programme.yaml:1:1"),
    (_link_to_itself, "unreadable", "programme/programme.yaml:1:1"),
    (_wrong_ending, "stray", "programme/indicators/leading/another.yml:1:1"),
    (_no_indicators, "no-indicators", "programme/programme.yaml:1:1"),
    (_same_file_in_two_folders, "duplicate-id", "programme/indicators/supervising/joint-meeting.yaml:1:5"),
    (_workflow_twice, "duplicate-id", "programme/workflows/standard.yaml:1:5"),
)
"""What is done to the folder itself, the code that tells of it and where; what follows from it may be told besides."""
