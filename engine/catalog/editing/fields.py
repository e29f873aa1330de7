"""The fields that the form of an indicator has, in the order and the words of somebody who knows the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from engine.domain.names import EVIDENCE_KINDS
from engine.wording import N_

Kind = Literal["line", "text", "words", "terms", "day", "number", "amount", "choice", "mark"]
"""How a field is filled in: a line, a long text, several names, several short terms, a day, a number, an amount
(a percentage too), one of a list, or yes (`true` in the text) from a list of two."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the YAML below its group (dots lead deeper) and the words beside it.

    `choices`: value and words; an empty value says nothing. `known` names a list that the programme fills.
    `shapes`: only under these answers of the group's deciding field. `rare`: folded away until somebody wants it.
    """

    name: str
    words: str
    kind: Kind = "line"
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    known: Literal["", "names", "categories", "groups", "workflows"] = ""
    shapes: tuple[str, ...] = ()
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together; `deciding` names the field by which some of the others apply."""

    name: str
    words: str
    parts: tuple[Part, ...]
    hint: str = ""
    deciding: str = ""
    shapes: tuple[str, ...] = ()
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Several:
    """A list of entries of the same fields; `more` stands on the button that adds one."""

    name: str
    words: str
    more: str
    parts: tuple[Part, ...]
    shapes: tuple[str, ...] = ()
    rare: bool = False


Part = Field | Group | Several

SHAPE: Final = "shape"
"""The deciding field of `when`, which stands in the YAML as the one key that is there."""

_DAY = N_("08-31 each year, 08-end for its last day, or 2022-08-31 once")
_WORDS = N_("several: with 、 between them")
_SLUG = N_("lower-case letters, digits and hyphens; work and evidence are kept under it")

_WHEN: Final = Group(
    "when",
    N_("When"),
    (
        Field(SHAPE, N_("Kind of time"), "choice", choices=(
            ("by", N_("by one day")),
            ("every", N_("again and again: each month, quarter, half-year or year")),
            ("dates", N_("on several days or in several months")),
            ("count", N_("at least so many times")),
            ("continuous", N_("all year, without a day")),
            ("", N_("as its milestones say")),
        )),
        Field("by", N_("Due on"), "day", _DAY, shapes=("by",)),
        Field("every", N_("How often"), "choice", shapes=("every",), choices=(
            ("month", N_("each month")),
            ("quarter", N_("each quarter")),
            ("half-year", N_("each half-year")),
            ("year", N_("each year")),
        )),
        Field("due", N_("Due"), "choice", shapes=("every",), choices=(
            ("", N_("on the last day of the period")),
            ("last-working-day", N_("on its last working day")),
            ("assessment", N_("on the programme's assessment day")),
            ("recognition", N_("on the programme's recognition day")),
            ("days-after", N_("some days after its end")),
        )),
        Field("due.days_after", N_("So many days after"), "number", shapes=("every",), rare=True),
        Several("dates", N_("Days or months"), N_("Add a day"), (
            Field("title", N_("Name")),
            Field("by", N_("Due on"), "day", _DAY),
            Field("month", N_("or by the end of month"), "number"),
            Field("open", N_("Opens on"), "day", rare=True),
            Field("id", N_("Id"), hint=_SLUG, rare=True),
        ), shapes=("dates",)),
        Field("count.at_least", N_("How many times at least"), "number", shapes=("count",)),
        Field("count.by", N_("Until"), "day", N_("empty: the end of the year"), shapes=("count",)),
        Field("continuous", N_("The table says"), "choice", shapes=("continuous",), choices=(
            ("unstated", N_("nothing about time")),
            ("stated", N_("“continuously”, “round the clock” or the like")),
        )),
        Field("open", N_("Opens on"), "day", N_("empty: on the programme's day"), rare=True),
        Field("window", N_("Evidence counts when dated from, to"), "terms", N_("two days: 03-11、03-20"), rare=True),
        Field("shift", N_("When the day is a rest day"), "choice", rare=True, choices=(
            ("", N_("it stays")),
            ("before", N_("the working day before")),
            ("after", N_("the working day after")),
        )),
        Field("yearly", N_("“Every year”"), "mark", rare=True, choices=(
            ("", N_("the table does not say so")),
            ("true", N_("the table says so itself (a remark only)")),
        )),
    ),
    deciding=SHAPE,
)  # fmt: skip

_EVIDENCE: Final = Several(
    "evidence",
    N_("Evidence"),
    N_("Add a piece of evidence"),
    (
        Field("title", N_("What is wanted")),
        Field("kind", N_("Kind"), "choice", choices=(("", N_("document")), *EVIDENCE_KINDS)),
        Field("min", N_("How many at least"), "number", N_("empty: 1; 0: welcome, not required")),
        Field("accept", N_("File types"), "terms", N_("such as pdf、docx、jpg; empty: all of its kind")),
        Field("help", N_("Explanation for the unit"), rare=True),
        Field("max_megabytes", N_("Megabytes at most"), "number", N_("empty: 50"), rare=True),
        Field("id", N_("Id"), hint=_SLUG, rare=True),
    ),
)
_MEASURES: Final = Several(
    "measures",
    N_("Figures"),
    N_("Add a figure"),
    (
        Field("title", N_("Name")),
        Field("kind", N_("Kind"), "choice", choices=(
            ("", N_("rate: part of a whole")),
            ("count", N_("number of things")),
            ("yes-no", N_("done or not")),
        )),
        Field("numerator", N_("Part (numerator)")),
        Field("denominator", N_("Whole (denominator)")),
        Field("unit", N_("Unit of counting"), rare=True),
        Field("at_least", N_("At least"), "amount", N_("95% or a number")),
        Field("exactly", N_("Exactly"), "amount", N_("100% or a number; instead of “at least”")),
        Several("of_which", N_("Of which"), N_("Add an of-which part"), (
            Field("title", N_("Name")),
            Field("at_least", N_("At least"), "amount"),
            Field("kinds", N_("Kinds of unit or device"), "words", _WORDS),
            Field("denominator", N_("Counted against"), "choice", rare=True, choices=(
                ("", N_("its own whole")),
                ("all", N_("the whole of the figure")),
            )),
            Field("id", N_("Id"), hint=_SLUG, rare=True),
        )),
        Field("by", N_("Also reported for each"), "words", _WORDS, rare=True),
        Field("id", N_("Id"), hint=_SLUG, rare=True),
    ),
)  # fmt: skip
_SCORE: Final = Group(
    "score",
    N_("Points"),
    (
        Field("rule", N_("How points are given"), "choice", choices=(
            ("", N_("as the programme says")),
            ("completion", N_("all when approved")),
            ("threshold", N_("all when every figure is reached, else none")),
            ("proportional", N_("in proportion to a figure")),
            ("tiers", N_("by the tier a figure reaches")),
            ("count", N_("by how many events took place")),
            ("checklist", N_("by how many pieces are approved")),
            ("rubric", N_("by the reviewer")),
        )),
        Field("points", N_("Points"), "amount", N_("empty: as the scale says")),
        Field("measure", N_("Figure (its id)"), shapes=("proportional", "tiers")),
        Several("tiers", N_("Tiers, the highest first"), N_("Add a tier"), (
            Field("from", N_("From"), "amount"),
            Field("share", N_("Share of the points"), "amount", N_("such as 80%")),
        ), shapes=("tiers",)),
        Field("criteria", N_("What the reviewer looks at"), "words", _WORDS, shapes=("rubric",)),
        Field("late.per_day", N_("Points off a day late"), "amount", N_("empty: as the programme says"), rare=True),
        Field("late.at_most", N_("Points off at most"), "amount", rare=True),
        Field("floor", N_("Never fewer points than"), "amount", N_("however late it is"), rare=True),
        Field("bonus.title", N_("Extra points for"), hint=N_("a reviewer may grant them, with a reason"), rare=True),
        Field("bonus.at_most", N_("Extra points at most"), "amount", rare=True),
        Several("veto", N_("One-vote veto: established, all points are lost"), N_("Add a veto"), (
            Field("title", N_("What for")),
            Field("id", N_("Id"), hint=_SLUG, rare=True),
        ), rare=True),
        Field("aggregate", N_("Over several units"), "choice", rare=True, choices=(
            ("", N_("the mean of their points")),
            ("share-that-pass", N_("the share of units that pass")),
            ("sums", N_("figures added up, then scored")),
        )),
    ),
    deciding="rule",
)  # fmt: skip
_REMIND: Final = Field(
    "remind",
    N_("Remind beforehand"),
    "terms",
    N_("working days before it is due: 15d、3d; empty: as the programme says"),
)
_ONLY: Final = Group(
    "only",
    N_("Only for some members of a group"),
    (
        Field("service", N_("Kinds of service unit"), "words", _WORDS),
        Field("industry", N_("Departments in charge"), "words", _WORDS),
        Field("sub_district", N_("Sub-districts"), "words", _WORDS),
    ),
    rare=True,
)

FORM: Final[tuple[Part, ...]] = (
    Group("", N_("What the table says"), (
        Field("title", N_("Title")),
        Field("requirement", N_("Requirement, word for word"), "text"),
        Field("time_text", N_("Time, word for word"), "text", N_("empty when the table names none")),
        Field("category", N_("Category"), "choice", known="categories"),
        Field("group", N_("Group of the table"), known="groups"),
        Field("number", N_("Number"), hint=N_("category.group.item, as the table orders them")),
        Field("source.row", N_("Row of the table"), "number"),
        Field("source.note", N_("Remark about the row"), rare=True),
        Field("summary", N_("For colleagues who keep the definitions"), "text", rare=True),
    )),
    Group("", N_("Who does it"), (
        Field("lead", N_("Responsible"), "words", _WORDS, known="names"),
        Field("cooperating", N_("Cooperating"), "words", _WORDS, known="names"),
        Field("cooperating_part", N_("Their part"), "choice", rare=True, choices=(
            ("", N_("each hands in a part of its own")),
            ("none", N_("they help without handing anything in")),
        )),
        Field("workflow", N_("Workflow"), "choice", known="workflows"),
        _ONLY,
    )),
    _WHEN,
    _EVIDENCE,
    _MEASURES,
    _SCORE,
    Group("", N_("Reminders"), (_REMIND,)),
    Several("milestones", N_("Milestones, each with its own day, evidence and points"), N_("Add a milestone"), (
        Field("title", N_("Name")),
        _WHEN,
        _EVIDENCE,
        _MEASURES,
        _SCORE,
        _REMIND,
        _ONLY,
        Field("id", N_("Id"), hint=_SLUG, rare=True),
    ), rare=True),
    Several("doubts", N_("Doubts about the table's words"), N_("Add a doubt"), (
        Field("about", N_("About")),
        Field("taken", N_("Taken as")),
        Field("otherwise", N_("Otherwise it would mean")),
        Field("why", N_("Why")),
    ), rare=True),
)  # fmt: skip
"""The whole form. `id` is no field of it: another id is another indicator."""
