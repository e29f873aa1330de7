"""What all definitions that assignments may be under say together: worked out once, until another one is adopted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.domain.definition import Definition
from engine.domain.needs import Who
from engine.domain.vocabulary import StageKind
from engine.store.looking.shapes import Behind, Stages


@dataclass(frozen=True, eq=False)
class Rules:
    """Definitions by number, those that have left the table too."""

    definitions: Mapping[int, Definition]

    @cached_property
    def titles(self) -> Mapping[str, tuple[str, str, str]]:
        """Category, number and title of each indicator, in the table's order."""
        last = {each.id: (each.category, each.number, each.title) for _, each in sorted(self.definitions.items())}
        return dict(sorted(last.items(), key=lambda each: [int(part) for part in each[1][1].split(".")]))

    @cached_property
    def by_category(self) -> Mapping[str, tuple[str, ...]]:
        """The indicators of each category, in the table's order."""
        found: dict[str, list[str]] = {}
        for name, (category, _, _) in self.titles.items():
            found.setdefault(category, []).append(name)
        return {category: tuple(names) for category, names in found.items()}

    @cached_property
    def behind(self) -> Behind:
        """Where work can be behind: stages that allow so many working days (`allowed`, place by place)."""
        return tuple((numbers, stage) for numbers, stage, _ in self._allowances)

    @cached_property
    def allowed(self) -> tuple[int, ...]:
        """The working days that each place of `behind` allows."""
        return tuple(within for _, _, within in self._allowances)

    @cached_property
    def _allowances(self) -> tuple[tuple[tuple[int, ...] | None, str, int], ...]:
        found: dict[str, dict[int | None, list[int]]] = {}
        for number, definition in self.definitions.items():
            for stage in definition.workflow.stages:
                found.setdefault(stage.id, {}).setdefault(stage.within, []).append(number)
        return tuple(
            (_of(numbers, len(allowances) == 1), stage, within)
            for stage, allowances in found.items()
            for within, numbers in allowances.items()
            if within is not None
        )

    @cached_property
    def reviewed_by(self) -> Mapping[Who, Stages]:
        """The review stages that each side decides."""
        found: dict[str, dict[Who, list[int]]] = {}
        for number, definition in self.definitions.items():
            for stage in definition.workflow.stages:
                if stage.kind is StageKind.REVIEW:
                    found.setdefault(stage.id, {}).setdefault(Who(stage.who), []).append(number)
        decided: dict[Who, list[tuple[tuple[int, ...] | None, str]]] = {}
        for name, sides in found.items():
            for side, numbers in sides.items():
                decided.setdefault(side, []).append((_of(numbers, len(sides) == 1), name))
        return {side: tuple(stages) for side, stages in decided.items()}


def _of(numbers: list[int], alike: bool) -> tuple[int, ...] | None:
    """The definitions to be asked for; none where all that have the stage say the same, as mostly."""
    return None if alike else tuple(numbers)
