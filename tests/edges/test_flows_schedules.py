"""Schedules: the dates of the definitions, in the programme's zone, and nothing that would silently never run."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from prefect.client.schemas.schedules import RRuleSchedule

from engine import catalog as catalogs
from engine.catalog import Catalog
from engine.domain.calendar import china
from flows.dry_run import dry_run, faults
from flows.programme_schedules import countdown_days, meeting_days, programme_flows
from flows.schedules import LONGEST, Timetable, Years, occurrences

DEFINITIONS = Path(__file__).parents[2] / "definitions" / "chongchuan-2022"
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalogs.load(DEFINITIONS, year=2022)


def slots(catalog: Catalog, indicator: str, first: int = 2022) -> dict[str, list[str]]:
    timetables = Years(catalog, first).of(catalog.definitions[indicator])
    return {one.slug: [f"{instant:%Y-%m-%d %H:%M}" for instant in one.instants] for one in timetables}


def test_the_joint_meeting_comes_each_quarter_of_both_years(catalog: Catalog) -> None:
    found = slots(catalog, "joint-meeting")
    assert found["open"][:4] == ["2022-01-01 06:00", "2022-04-01 06:00", "2022-07-01 06:00", "2022-10-01 06:00"]
    assert [day[:10] for day in found["due"]] == [
        *("2022-03-31", "2022-06-30", "2022-09-30", "2022-12-31"),
        *("2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31"),
    ]
    assert found["close"][-1] == "2023-10-01 00:10", "the fourth quarter of 2023 closes in 2024"
    assert "2023-01-01 00:10" in found["close"], "the fourth quarter of 2022 closes on New Year's Day"


def test_a_series_goes_on_over_new_year(catalog: Catalog) -> None:
    ahead, later = slots(catalog, "joint-meeting", 2022), slots(catalog, "joint-meeting", 2023)
    for stage in ("open", "due", "close"):
        both = [set(found[stage]) for found in (ahead, later)]
        assert {day for day in both[0] if day.startswith("2023")} == {day for day in both[1] if day.startswith("2023")}


def test_what_has_no_time_is_never_due(catalog: Catalog) -> None:
    silent = [definition.id for definition in catalog.definitions.values() if definition.no_time]
    assert len(silent) == 16
    for indicator in silent:
        assert set(slots(catalog, indicator)) == {"open", "close"}


def test_reminders_count_working_days(catalog: Catalog) -> None:
    definition = catalog.definitions["joint-meeting"]
    calendar = china()
    leads = [int(lead[:-1]) for lead in definition.milestones[0].remind]
    expected = {calendar.add(date(2022, 9, 30), -lead).isoformat() for lead in leads}
    found = {day[:10] for day in slots(catalog, "joint-meeting")["remind"]}
    assert expected <= found


def test_every_schedule_of_the_table_passes_its_dry_run(catalog: Catalog) -> None:
    for year in (2022, 2026, 2027):
        assert dry_run(catalog, first=year) == ()


def test_the_dry_run_finds_what_prefect_would_swallow(catalog: Catalog) -> None:
    years = Years(catalog, 2022)
    good = years.of(catalog.definitions["joint-meeting"])[0]
    assert list(faults("x", good, years)) == []
    assert [one.code for one in faults("x", replace(good, instants=()), years)] == ["schedule-empty"]
    unordered = replace(good, instants=(*good.instants, good.instants[0]))
    assert [one.code for one in faults("x", unordered, years)] == ["schedule-differs"]
    flood = years.dated("flood", (date.fromordinal(738_000 + n) for n in range(730)), time(6), {})
    assert len(flood.rule) > LONGEST
    assert "schedule-too-long" in [one.code for one in faults("x", flood, years)]


def test_a_day_before_the_closing_time(catalog: Catalog) -> None:
    programme = catalog.programme.model_copy(update={"closing_time": "08:30"})
    early = catalog.of(catalog.record.model_copy(update={"programme": programme}))
    assert {instant.time() for instant in Years(early, 2022).of(early.definitions["joint-meeting"])[2].instants} == {
        time(0, 10)
    }, "at nine it would already be the next day"


async def _read_by_prefect(timetable: Timetable) -> list[datetime]:
    schedule = RRuleSchedule(rrule=timetable.rule, timezone=timetable.timezone)
    return [instant.astimezone(UTC) for instant in schedule.to_rrule()]


def test_prefect_reads_the_rule_as_we_do(catalog: Catalog) -> None:
    import asyncio

    for timetable in Years(catalog, 2026).of(catalog.definitions["publicity-days"]):
        start, end = datetime(2026, 1, 1, tzinfo=SHANGHAI), datetime(2028, 1, 1, tzinfo=SHANGHAI)
        meant = [instant.astimezone(UTC) for instant in occurrences(timetable, start, end)]
        assert asyncio.run(_read_by_prefect(timetable)) == meant
        assert timetable.rule.startswith("DTSTART:")


def test_the_packet_and_the_countdown_fall_on_working_days(catalog: Catalog) -> None:
    years, calendar = Years(catalog, 2022), china()
    meetings = [f"{day:%m-%d}" for day in meeting_days(years) if day.year == 2022]
    assert meetings == ["03-17", "06-16", "09-16", "12-19"]
    days = [day for day in countdown_days(years) if day.year == 2022]
    assert (days[0], days[-1], len(days)) == (date(2022, 8, 1), date(2022, 8, 31), 23)
    assert all(calendar.is_working(day) for day in days)


def test_the_programme_has_its_five_flows(catalog: Catalog) -> None:
    flows = {flow.name: flow for flow in programme_flows(Years(catalog, 2022))}
    assert set(flows) == {"sweep", "deliver", "quarterly-meeting", "free-verification", "recognition"}
    assert [f"{instant:%m-%d}" for instant in flows["recognition"].timetables[0].instants] == ["11-18", "11-18"]
