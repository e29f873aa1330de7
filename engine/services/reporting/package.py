"""迎检: one package with everything handed in, in the table's order, what is missing, and the head of the history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any, Final

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.narrowing import Narrowing, Show
from engine.domain.vocabulary import ItemState, PartState, Verb
from engine.errors import NotFound
from engine.reports.package.index import Duty, Entry, Piece, index_page
from engine.reports.package.making import PackageWriter, package_into
from engine.reports.package.manifest import Manifest
from engine.reports.package.names import folder_of, numbered
from engine.services.cases import Case
from engine.services.desk import Desk
from engine.services.looking.ask import listed
from engine.services.looking.sight import Sight
from engine.services.reporting.in_order import cases_of, indicators_of
from engine.services.seeing import check_sees_all
from engine.services.work.handed_in import as_item, still_missing
from engine.store import chain, moves
from engine.store.chain import Act
from engine.store.work import standing
from engine.wording import N_, say


@dataclass(frozen=True, slots=True)
class Package:
    """What was written: rows of the table, files, bytes, gaps; the manifest's digest, to be kept apart."""

    indicators: int
    files: int
    size: int
    gaps: int
    digest: str
    head_act: int
    head_digest: str


_KEPT: Final = ("files", "size", "gaps", "digest")
"""What the history keeps of a package."""


def make_package(
    desk: Desk, actor: Actor, stream: IO[bytes], *, at: datetime, indicator: str = "", year: int = 0
) -> Package:
    """Write the package of a year (the one served when 0), or of one indicator, into `stream`, and note it in the
    history: who took it, and the digest of its manifest; who broke the download off is noted too.

    A stored file that is gone or altered is named among the gaps; the rest is written. Raises Forbidden for a limited
    view, NotFound for an indicator that has no work, Unavailable when the store of files does not answer.
    """
    check_sees_all(desk, actor)
    with desk.database.reading() as connection:
        sight = Sight(desk, connection, actor, at)
        narrowing = sight.of_year(Narrowing(indicator=indicator, year=year, show=Show.LIVE))
        if not any(True for name in indicators_of(sight, narrowing) for _ in cases_of(sight, narrowing, name)):
            raise NotFound(
                "nothing-to-pack",
                N_("Nothing has been asked that could be packed."),
                hint=N_("`luoshi status` lists the indicators; `luoshi issue` opens what is due."),
            )
        try:
            made = _written(sight, narrowing, stream)
        except BrokenPipeError:
            made = None
    detail: dict[str, object] = {"year": narrowing.year, "indicator": indicator}
    if made is None:
        _note(desk, actor, at, detail, say(N_("broken off by who took it: a part may have gone out")))
        raise BrokenPipeError
    _note(desk, actor, at, detail | {name: getattr(made, name) for name in _KEPT})
    return made


def _note(desk: Desk, actor: Actor, at: datetime, detail: Mapping[str, object], reason: str = "") -> None:
    with desk.database.transaction() as connection:
        programme = desk.book.office(connection).catalog.programme
        act = Act(programme.id, Verb.PACK, actor.id, at, day_of(at, programme), reason, detail=detail)
        moves.record(connection, [(act, ())])


def _written(sight: Sight, narrowing: Narrowing, stream: IO[bytes]) -> Package:
    head, programme, today = chain.head(sight.connection), sight.lamp.office.catalog.programme, sight.lamp.today
    with package_into(stream, today) as package:
        gathering = _Gathering(sight, package)
        entries = [entry for name in indicators_of(sight, narrowing) if (entry := gathering.entry(narrowing, name))]
        words = N_("Year {year}; as of {day}. Head of the history: act {act}, {digest}.")
        note = say(words, year=narrowing.year, day=today, act=head.id, digest=head.digest)
        title = say(N_("{programme}: inspection package"), programme=programme.title)
        package.add("index.html", index_page(title, note, entries))
        files = tuple(package.files)
        made_at = sight.at.astimezone(UTC).isoformat(timespec="seconds")
        digest = package.close(
            Manifest(programme.id, narrowing.year, today.isoformat(), made_at, head.id, head.digest, files)
        )
    gaps = sum(len(duty.gaps) for entry in entries for duty in entry.duties)
    size = sum(each.size for each in files)
    return Package(len(entries), len(files) - 1, size, gaps, digest, head.id, head.digest)


@dataclass
class _Gathering:
    """Goes through the table; files are numbered from one to the end."""

    sight: Sight
    package: PackageWriter
    number: int = 0

    def entry(self, narrowing: Narrowing, indicator: str) -> Entry | None:
        """One row of the table with its work; None when nothing was asked."""
        found = list(cases_of(self.sight, narrowing, indicator))
        if not found:
            return None
        connection, numbers = self.sight.connection, [case.id for case, _ in found]
        evidence = standing.evidence_of(connection, numbers)
        figures = standing.figures_of(connection, numbers)
        parts = standing.parts_of(connection, numbers)
        duties = [
            self._duty(case, light, evidence.get(case.id, ()), figures.get(case.id, ()), parts.get(case.id, ()))
            for case, light in found
        ]
        asked = found[-1][0].definition
        return Entry(asked.number, asked.category, asked.group, asked.title, asked.requirement, asked.time_text, duties)

    def _duty(
        self, case: Case, light: str, evidence: Sequence[Any], figures: Sequence[Any], parts: Sequence[Any]
    ) -> Duty:
        line = listed(case, light)
        there = [row for row in evidence if row.state != ItemState.REPLACED]
        gaps = list(still_missing(case, [as_item(row._asdict()) for row in there], (), figures))
        gaps += [say(N_("part of {unit}"), unit=part.unit_name) for part in parts if part.state == PartState.ASKED]
        asked = case.definition
        folder = folder_of(asked.category, asked.number, asked.title, line.unit_name, line.period)
        pieces = []
        for row in there:
            try:
                pieces.append(self._piece(case, row, folder))
            except NotFound as gone:
                gaps.append(f"{row.name or row.requirement}：{gone.sentence}")
        due = line.due_on.isoformat() if line.due_on else ""
        return Duty(line.unit_name, line.period, line.stage_title, due, pieces, list(_figures(case, figures)), gaps)

    def _piece(self, case: Case, row: Any, folder: str) -> Piece:
        wanted = case.milestone.wanted(row.requirement)
        title = wanted.title if wanted else say(N_("Contribution")) if not row.requirement else row.requirement
        helped = row.unit_id != case.row.unit_id
        unit = self.sight.lamp.office.names.get(row.unit_id, row.unit_id) if helped else ""
        path = ""
        if row.sha256:
            content = self.sight.desk.files.get(row.sha256)
            self.number += 1
            path = f"{folder}/{numbered(self.number, row.name or title)}"
            self.package.add(path, content)
        return Piece(title, row.name or title, path, row.value, unit, row.effective_on.isoformat())


def _figures(case: Case, rows: Sequence[Any]) -> Iterator[tuple[str, str]]:
    titles: Mapping[str, str] = {each.id: each.title for each in case.milestone.measures}
    for row in rows:
        title = titles.get(row.measure, row.measure) + (f"（{row.slice}）" if row.slice else "")
        measure = case.milestone.measure(row.measure)
        counted = measure is not None and measure.kind == "rate"
        yield title, f"{row.numerator}/{row.denominator}" if counted else str(row.numerator)
