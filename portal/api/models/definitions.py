"""Definitions that are worked on, as the API gives and takes them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from engine.catalog import Problem
from engine.catalog.editing.patterns import Pattern
from engine.services.drafts.browsing import Beside
from engine.services.drafts.keeping import Draft as Kept
from engine.services.drafts.keeping import Earlier as Before
from engine.services.drafts.keeping import Opened
from portal.api.models.value import Answered, Given, Name, Text

File = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
Yaml = Annotated[str, StringConstraints(max_length=200_000, pattern=r"^[^\x00]*$")]


class DefinitionProblem(Answered):
    """One fault at `file:line:column`; `rendered` is what `luoshi check` prints."""

    file: str
    line: int
    column: int
    path: str
    code: str
    severity: str
    message: str
    hint: str
    rendered: str

    @classmethod
    def of(cls, it: Problem) -> DefinitionProblem:
        """From a problem of the check."""
        return cls(rendered=it.render(), **it.as_dict())


class Draft(Answered):
    """A text that waits to be applied. `moved`: its file was changed by hand in the folder since."""

    file: str
    number: int
    kind: str
    moved: bool
    by: str
    at: datetime

    @classmethod
    def of(cls, it: Kept) -> Draft:
        """From a draft as it is kept."""
        return cls.model_validate(it)


class DefinitionLine(Answered):
    """One indicator in the table's order, in force or only drafted."""

    id: str
    file: str
    number: str
    title: str
    category: str
    group: str
    lead: tuple[str, ...]
    when: str
    points: str | None
    doubts: int
    no_time: bool
    sample_points: bool
    in_force: bool
    draft: Draft | None


class BesideLine(Answered):
    """A text beside the indicators: programme, units, chasing, scale, workflow or notice; `title` where several."""

    file: str
    kind: str
    title: str
    draft: Draft | None

    @classmethod
    def of(cls, it: Beside) -> BesideLine:
        """From a text of the list."""
        return cls.model_validate(it)


class DefinitionLines(Answered):
    """The indicators that fit, and the other texts that may be worked on."""

    items: tuple[DefinitionLine, ...]
    others: tuple[BesideLine, ...]


class DefinitionText(Answered):
    """A text to work on. Send `seen` and `base` back with what is saved; `text` null: it is to be taken out."""

    file: str
    text: str | None
    folder: str | None
    seen: int
    base: str
    draft: bool
    moved: bool
    by: str
    at: datetime | None
    problems: tuple[DefinitionProblem, ...]

    @classmethod
    def of(cls, it: Opened, problems: tuple[Problem, ...]) -> DefinitionText:
        """From a file as it is opened."""
        told = {name: getattr(it, name) for name in Opened.__dataclass_fields__}
        return cls(**told, problems=tuple(map(DefinitionProblem.of, problems)))


class Earlier(Answered):
    """A text that a file had, and who wrote it when."""

    number: int
    state: str
    text: str | None
    by: str
    at: datetime

    @classmethod
    def of(cls, it: Before) -> Earlier:
        """From an earlier text."""
        return cls.model_validate(it)


class EarlierTexts(Answered):
    """Every text kept of a file, newest first."""

    items: tuple[Earlier, ...]


class CheckIn(Given):
    """A text to be checked; `fields` and `act` (`add:LIST`, `remove:ENTRY`) are put into it first, by form names."""

    file: File
    text: Yaml
    fields: dict[Name, Yaml] = Field(default_factory=dict, max_length=500)
    act: Name = ""


class Checked(Answered):
    """The text with what was put into it, its form's fields as they now stand, and what is wrong with it."""

    text: str
    fields: dict[str, str]
    problems: tuple[DefinitionProblem, ...]


class SaveIn(Given):
    """A text to be kept as a draft; null takes the file away. `seen` and `base` as the text was opened."""

    file: File
    text: Yaml | None
    seen: Annotated[int, Field(ge=0, le=2_147_483_647)] = 0
    base: Name = ""


class FileIn(Given):
    """A file's draft, as it was seen."""

    file: File
    seen: Annotated[int, Field(ge=0, le=2_147_483_647)] = 0


class BackIn(Given):
    """An earlier text by its number; `seen`: the newest one."""

    number: Annotated[int, Field(ge=1, le=2_147_483_647)]
    seen: Annotated[int, Field(ge=0, le=2_147_483_647)] = 0


class AnswersIn(Given):
    """What is asked of somebody who adds an indicator."""

    pattern: Pattern
    title: Text
    requirement: Text
    category: Name
    group: Name
    lead: Annotated[tuple[Name, ...], Field(max_length=100)]
    evidence: Annotated[tuple[Text, ...], Field(max_length=50)]
    cooperating: Annotated[tuple[Name, ...], Field(max_length=100)] = ()
    time_text: Text = ""
    day: Name = ""
    second_day: Name = ""
    second_title: Text = ""
    times: Annotated[int, Field(ge=1, le=999)] = 2
    id: Name = ""


class WorkflowIn(Given):
    """A new workflow: which one it begins like (an id), its own id and its title."""

    like: Name
    id: Name
    title: Name


class FileOut(Answered):
    """The file that something was done to."""

    file: str


class Number(Answered):
    """The number of the text that was kept, or given up."""

    number: int
