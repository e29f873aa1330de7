"""`check`: a thousand definitions examined, beside libyaml reading the same files and doing nothing with them."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from bench.office import DEFINITIONS
from bench.rounds import beside
from bench.row import Row
from bench.sizes import Size
from engine.catalog import examine


def measure(size: Size, folder: Path) -> Row:
    """Seconds to examine the shipped programme with as many indicators as make `definitions` in all."""
    home = _programme(folder, size.definitions)
    files = sorted(home.glob("indicators/*/*.yaml"))
    lines = sum(file.read_text(encoding="utf-8").count("\n") for file in files)
    note = f"{len(files):,} definitions, {lines:,} lines"
    return beside("check", size.rounds, lambda: _examined(home), lambda: _read(files), "CSafeLoader alone", note)


def _examined(home: Path) -> None:
    found = examine(home)
    if found.catalog is None:
        raise AssertionError("\n".join(str(problem) for problem in found.errors[:3]))


def _read(files: list[Path]) -> None:
    for file in files:
        yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)


def _programme(folder: Path, definitions: int) -> Path:
    """A copy of the shipped definitions, filled up with generated ones of about sixty lines."""
    home = folder / "definitions" / DEFINITIONS.name
    shutil.copytree(DEFINITIONS, home)
    shutil.copytree(DEFINITIONS.parent / "workflows", home.parent / "workflows")
    there = len(list(home.glob("indicators/*/*.yaml")))
    for number in range(there + 1, definitions + 1):
        (home / "indicators" / "service-unit" / f"generated-{number}.yaml").write_text(_text(number), encoding="utf-8")
    return home


def _text(number: int) -> str:
    head = f"""\
# Generated for measuring; as long as a definition that says a great deal.
id: generated-{number}
number: "6.{number // 90 + 9}.{number % 90 + 1}"
title: 计量器具检定率（第{number}项）
category: 服务单位落实主体责任
group: 依法检定
requirement: 在用计量器具按期送检，检定率达到规定要求。
time_text: 2022年5月底前完成。
lead:
  - 各服务单位
source: {{row: {number}}}
cooperating:
  - 区市监局
  - 市计量所
workflow: standard
when:
  by: 05-31
"""
    evidence = "".join(
        f"  - id: certificate-{at}\n    title: 第{at}类计量器具检定证书\n    accept:\n      - pdf\n      - jpg\n"
        for at in range(1, 6)
    )
    measures = "".join(
        f"  - id: verified-{at}\n    title: 第{at}类检定率\n    numerator: 已检定的计量器具\n"
        "    denominator: 在用的计量器具\n    at_least: 95%\n"
        for at in range(1, 3)
    )
    score = "score:\n  rule: proportional\n  measure: verified-1\n  points: 1\n"
    return f"{head}evidence:\n{evidence}measures:\n{measures}{score}"
