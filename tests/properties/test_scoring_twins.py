"""Points are the same to the hundredth whether SQL works them out for many or Python, with its reasons, for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from random_standings import definitions, scatter
from small_programme import at, catalog, changed, desk_at
from sqlalchemy import Connection, delete, insert, select, update

from engine.domain.definition import Milestone
from engine.domain.definition.scoring import Completion, Late, Proportional
from engine.domain.definition.wanted import Measure
from engine.domain.definition.when import By, YearDay
from engine.domain.measures import MeasureValue
from engine.domain.scoring import Inputs, score
from engine.services.desk import Desk
from engine.services.scoring import score as scoring
from engine.services.work.issue import issue
from engine.store import tables as t
from engine.store.database import Database
from engine.store.scoring import scores

few = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
DUE = date(2022, 8, 31)
hundredths = st.integers(0, 500).map(lambda n: Decimal(n) / 100)
lates = st.none() | st.builds(Late, per_day=hundredths, at_most=st.none() | hundredths)
thresholds = st.sampled_from(["1", "0.95", "0.9", "0.333", "0.01", "0.0001", "1.0"]).map(Decimal)
rates = st.builds(
    lambda threshold: Measure(id="m", title="率", numerator="甲", denominator="乙", at_least=threshold), thresholds
)
counts = st.builds(
    lambda threshold: Measure(id="m", title="数", kind="count", exactly=threshold),
    st.sampled_from(["1", "4", "2.5", "300"]).map(Decimal),
)
Row = tuple[int, int, int | None, int]
"""Points in hundredths, days late (negative: early), numerator (None: not reported), denominator."""
rows = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.integers(-40, 400),
        st.none() | st.integers(0, 3000) | st.integers(0, 10**12),
        st.integers(0, 3000) | st.integers(0, 10**12),
    ),
    min_size=1,
    max_size=12,
)


@st.composite
def milestones(draw: st.DrawFn) -> Milestone:
    late, floor = draw(lates), draw(st.none() | hundredths)
    measure = draw(st.none() | rates | counts)
    rule: Completion | Proportional = Completion(rule="completion", late=late, floor=floor)
    if measure is not None:
        rule = Proportional(rule="proportional", measure="m", late=late, floor=floor)
    return Milestone(
        id="",
        title="甲",
        when=By(by=YearDay("08-31")),
        points=Decimal(3),
        evidence=(),
        measures=() if measure is None else (measure,),
        score=rule,
        late=draw(lates),
    )


@pytest.fixture
def ground(database: Database) -> Database:
    with database.transaction() as connection:
        connection.execute(
            insert(t.unit), [{"id": f"u{n}", "name": f"单位{n}", "kind": "department"} for n in range(12)]
        )
        connection.execute(insert(t.definition_version), [{"id": 1, "digest": "d", "indicator": "i", "body": "{}"}])
    return database


def put(connection: Connection, given: Sequence[Row]) -> None:
    """One period and assignment per row: approved, so many days late, with its figure."""
    for table in (t.figure, t.assignment, t.period):
        connection.execute(delete(table))
    dates = {"open_on": DUE, "due_on": DUE, "assess_on": DUE, "window_from": DUE, "window_to": DUE}
    fixed = {"programme": "p", "indicator": "i", "year": 2022, "title": "2022", "definition_id": 1, "milestone": ""}
    connection.execute(
        insert(t.period),
        [{**fixed, **dates, "id": n, "key": str(n), "points": points} for n, (points, *_) in enumerate(given)],
    )
    stage = {"stage": "score", "stage_kind": "score", "stage_since": DUE, "definition_id": 1, "act_id": 1}
    flags = {"returned": False, "vetoed": False, "settled": False, "due_on": DUE, "first_due_on": DUE}
    connection.execute(
        insert(t.assignment),
        [
            {**stage, **flags, "id": n, "period_id": n, "unit_id": f"u{n}", "received_on": DUE + timedelta(days=late)}
            for n, (_, late, *_) in enumerate(given)
        ],
    )
    figures = [
        {"assignment_id": n, "measure": "m", "slice": "", "numerator": some, "denominator": of, "act_id": 1}
        for n, (_, _, some, of) in enumerate(given)
        if some is not None
    ]
    if figures:
        connection.execute(insert(t.figure), figures)


def single(milestone: Milestone, row: Row) -> int:
    points, late, some, of = row
    value = MeasureValue()
    if some is not None and milestone.measures:
        rate = milestone.measures[0].kind == "rate"
        value = MeasureValue(Decimal(some), Decimal(of)) if rate else MeasureValue(value=Decimal(some))
    inputs = Inputs(Decimal(points) / 100, True, max(late, 0), {"m": value})
    return int(score(milestone, inputs).final * 100)


def rate(threshold: str) -> Milestone:
    return Milestone(
        id="",
        title="甲",
        when=By(by=YearDay("08-31")),
        points=Decimal(3),
        evidence=(),
        measures=(Measure(id="m", title="率", numerator="甲", denominator="乙", at_least=Decimal(threshold)),),
        score=Proportional(rule="proportional", measure="m"),
    )


@few
@given(milestone=milestones(), given_rows=rows)
@example(milestone=rate("1"), given_rows=[(300, 0, 97, 100), (300, 0, 485, 500)])  # story 4: 2.91
@example(milestone=rate("1"), given_rows=[(1, 0, 1, 2), (3, 0, 1, 2), (1, 0, 49, 100), (1, 0, 0, 0)])  # half up
@example(milestone=rate("0.000000000001"), given_rows=[(10_000, 0, 10**12, 10**12)])
@example(milestone=rate("0.333333333333"), given_rows=[(10_000, 0, 10**11, 10**12), (10_000, 0, 1, 10**12)])
def test_the_expression_is_the_rule(ground: Database, milestone: Milestone, given_rows: list[Row]) -> None:
    expression = scores.expression(milestone)
    if expression is None:
        return
    with ground.transaction() as connection:
        put(connection, given_rows)
        found = connection.execute(select(t.assignment.c.id, expression.label("points")).order_by(t.assignment.c.id))
        worked_out = [row.points for row in found]
    assert worked_out == [single(milestone, row) for row in given_rows]
    assert all(isinstance(points, int) for points in worked_out)


def test_most_rules_of_this_kind_have_an_expression() -> None:
    assert scores.expression(rate("0.95")) is not None
    assert scores.expression(rate("0")) is None


@pytest.fixture(params=["as declared", "other late rules"])
def desk(database: Database, request: pytest.FixtureRequest) -> Desk:
    declared = catalog()
    if request.param != "as declared":
        late = Late(per_day=Decimal("0.03"), at_most=Decimal("0.4"))
        for indicator in ("leading-group", "verification-rate", "lawful-licensing"):
            rule = Completion(rule="completion", late=late, floor=Decimal("0.25"))
            declared = changed(declared, indicator, score=rule)
    desk = desk_at(database, of=declared)
    issue(desk, at=at(date(2022, 12, 1)))
    return desk


def approved(desk: Desk, seed: int, today: date) -> None:
    """Everything approved at random dates, with random figures, and here and there a reviewer's own word."""
    rng = Random(seed)
    with desk.database.transaction() as connection:
        known = definitions(desk, connection)
        scatter(connection, known, seed, today, ["score"])
        connection.execute(update(t.assignment).values(vetoed=False))
        for table in (t.figure, t.judgement):
            connection.execute(delete(table))
        asked = select(t.assignment.c.id, t.period.c.milestone).join(t.period).order_by(t.assignment.c.id)
        figures, judged = [], []
        for number, milestone in connection.execute(asked).tuples():
            shared = {"assignment_id": number, "act_id": 1}
            for measure in known[number].milestone(milestone).measures:
                for name in ("", *(part.id for part in measure.of_which)):
                    of = rng.choice((0, 1, rng.randint(1, 40), rng.randint(1, 10**6)))
                    some = max(of - rng.choice((0, 0, 1, of // 3)), 0) if measure.kind == "rate" else rng.randint(0, 3)
                    figure = {"measure": measure.id, "slice": name, "numerator": some, "denominator": of}
                    if rng.random() < 0.9:
                        figures.append({**shared, **figure})
            if rng.random() < 0.2:
                kind, value = rng.choice((("veto", 1), ("bonus", 50), ("rubric", 120)))
                judged.append({**shared, "kind": kind, "value": value, "note": "", "person": "somebody"})
        connection.execute(insert(t.figure), figures)
        if judged:
            connection.execute(insert(t.judgement), judged)


def result(desk: Desk) -> list[tuple[object, ...]]:
    a = t.assignment.c
    with desk.database.reading() as connection:
        rows = connection.execute(select(a.id, a.stage, a.stage_kind, a.score, a.vetoed).order_by(a.id))
        return [tuple(row) for row in rows]


@settings(few, max_examples=8)
@given(seed=st.integers(0, 2**32), today=st.dates(date(2022, 6, 1), date(2022, 12, 31)))
def test_scoring_set_by_set_is_scoring_row_by_row(desk: Desk, seed: int, today: date) -> None:
    approved(desk, seed, today)
    by_set = scoring.score_due(desk, at=at(today))
    bulk = result(desk)
    assert scoring.score_due(desk, at=at(today)) == 0, "each once"
    explained = {number: scoring.explained(desk, number, at=at(today)).final for number, *_ in bulk}
    approved(desk, seed, today)
    by_row = scoring.score_due(desk, at=at(today), set_based=False)
    assert (by_set, bulk) == (by_row, result(desk))
    assert by_set > 0
    for number, stage, _, points, _ in bulk:
        assert (points is None) == (stage == "score")
        if points is not None:
            assert explained[number] * 100 == points
