"""What is handed in on a command line: pairs, figures, dates, files, each refused with an example when wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cli.parsing import HandedIn, read_points
from engine.errors import Invalid
from engine.services.work.submit import FigureIn


def test_a_file_may_name_the_day_it_speaks_of(tmp_path: Path) -> None:
    (tmp_path / "a@b.pdf").write_bytes(b"x")
    plain, dated = HandedIn(files=(f"minutes={tmp_path}/a@b.pdf", f"minutes={tmp_path}/a@b.pdf@2022-03-30")).items()
    assert (plain.name, plain.content, plain.effective_on) == ("a@b.pdf", b"x", None)
    assert (dated.name, dated.effective_on) == ("a@b.pdf", date(2022, 3, 30))


def test_figures_and_their_parts() -> None:
    handed = HandedIn(numbers=("coverage=1940/2000", "visits=4"), slices=("coverage/markets=38/40",))
    assert handed.figures() == (
        FigureIn("coverage", 1940, 2000),
        FigureIn("visits", 4),
        FigureIn("coverage", 38, 40, "markets"),
    )


def test_values_keep_an_equals_sign() -> None:
    (item,) = HandedIn(links=("notice=https://example.org/?a=b",)).items()
    assert (item.requirement, item.value) == ("notice", "https://example.org/?a=b")


@pytest.mark.parametrize(
    ("handed", "code"),
    [
        (HandedIn(files=("minutes",)), "unreadable-option"),
        (HandedIn(files=("minutes=",)), "unreadable-option"),
        (HandedIn(files=("minutes=no/such/file",)), "unreadable-file"),
        (HandedIn(dates=("held=30 March",)), "bad-date"),
        (HandedIn(numbers=("coverage=97%",)), "unreadable-option"),
        (HandedIn(numbers=("coverage=1/2/3",)), "unreadable-option"),
        (HandedIn(slices=("coverage=1/2",)), "unreadable-option"),
    ],
)
def test_what_cannot_be_read_is_refused(handed: HandedIn, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        handed.items()
        handed.figures()
    assert caught.value.code == code
    assert caught.value.remedy


def test_points() -> None:
    assert read_points("2.5") == Decimal("2.5")
    assert read_points(None) is None
    for wrong in ("two", "NaN", "inf"):
        with pytest.raises(Invalid):
            read_points(wrong)
