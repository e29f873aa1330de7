"""The rosters of an adopted catalog written into the database beside what the portal wrote (ADR 0013)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.catalog import Catalog
from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.errors import Refused
from engine.services.desk import Desk, Office, units_of
from engine.services.programme.rostered import (
    Fields,
    here_on,
    member_rows,
    members_after,
    people_rows,
    taken_over,
    unit_rows,
)
from engine.services.work.leave import depart
from engine.store.database import Connection
from engine.store.programme import adopted
from engine.wording import N_


@dataclass(frozen=True)
class TakingOver:
    """One take-over in an adoption's transaction; `earlier` is the catalog that is being replaced, if there is one."""

    desk: Desk
    connection: Connection
    catalog: Catalog
    earlier: Catalog | None
    actor: Actor
    at: datetime

    def run(self, act_id: int) -> None:
        """Take over what the rosters say anew; what was added or changed in the portal stays (ADR 0013)."""
        earlier, today = self.earlier, day_of(self.at, self.catalog.programme)
        standing = adopted.units(self.connection)
        before, now = (unit_rows(earlier) if earlier else {}), unit_rows(self.catalog)
        here = {str(row["id"]): row for row in standing}
        self._check_names(now, here)
        adopted.save_units(self.connection, list(taken_over(before, now, here, away="left_on").values()))
        adopted.leave(self.connection, sorted(set(before) - set(now)), today)
        after = adopted.units(self.connection)
        was = member_rows(earlier, here_on(standing, today)) if earlier else {}
        members = {(str(row["group"]), str(row["unit_id"])): row for row in adopted.members(self.connection)}
        belonging = member_rows(self.catalog, here_on(after, today))
        adopted.save_members(self.connection, members_after(was, belonging, members))
        adopted.set_units_act(self.connection, act_id)
        office = Office(self.catalog, self.catalog.digest, self.catalog.year, units_of(after))
        self._people(people_rows(earlier) if earlier else {}, office)

    def _people(self, before: dict[str, Fields], office: Office) -> None:
        """Nobody who left comes back before a roster without them, and then one with them, has come into force."""
        now = people_rows(self.catalog)
        here = {row.id: dict(row._mapping) for row in adopted.people(self.connection)}
        adopted.save_people(self.connection, list(taken_over(before, now, here, away="active").values()))
        for person in sorted((set(before) & set(here)) - set(now)):
            row = adopted.person_row(self.connection, person)
            if row is not None and row.active:
                depart(self.desk, self.connection, office, row, self.actor, at=self.at)

    def _check_names(self, now: dict[str, Fields], here: dict[str, Fields]) -> None:
        """Raise Refused when a roster names a unit that the portal has added under another id."""
        names = {row["name"]: row["id"] for row in here.values() if row["id"] not in now}
        for row in now.values():
            if row["name"] in names:
                raise Refused(
                    "unit-name-taken",
                    N_("The unit “{name}” stands here as `{here}`, in the definitions as `{there}`."),
                    hint=N_("Give it the id `{here}` in the definitions too, or another name here."),
                    name=row["name"],
                    here=names[row["name"]],
                    there=row["id"],
                )
