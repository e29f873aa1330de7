"""The closed vocabularies: one word per thing, the same in YAML, table, command and page (docs/glossary.md)."""

from __future__ import annotations

from enum import StrEnum


class StageKind(StrEnum):
    """What a stage of a lifecycle is for; `done` is the kind of every terminal stage."""

    ASSIGN = "assign"
    COLLECT = "collect"
    REVIEW = "review"
    SCORE = "score"
    DONE = "done"


class Terminal(StrEnum):
    """Stages every workflow ends in, beside the ones it names itself."""

    SCORED = "scored"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    EXEMPT = "exempt"


class Verb(StrEnum):
    """Everything that can be done; each leaves an act, and a transition for every assignment it touches."""

    ISSUE = "issue"
    ACCEPT = "accept"
    DELEGATE = "delegate"
    ATTACH = "attach"
    SUBMIT = "submit"
    TAKE_BACK = "take-back"
    OPEN_REVIEW = "open-review"
    APPROVE = "approve"
    RETURN = "return"
    REQUEST = "request"
    GRANT = "grant"
    REFUSE = "refuse"
    TRANSFER = "transfer"
    EXEMPT = "exempt"
    PART_IN = "part-in"
    PART_WAIVE = "part-waive"
    REMIND = "remind"
    MISS = "miss"
    SCORE = "score"
    SETTLE = "settle"
    REOPEN = "reopen"
    CLOSE_OUT = "close-out"
    TERMINATE = "terminate"
    CARRY_OVER = "carry-over"
    COMMENT = "comment"
    ADOPT = "adopt"
    LAY_CHANGE = "lay-change"
    DROP_CHANGE = "drop-change"
    PASS_CHANGE = "pass-change"
    REFUSE_CHANGE = "refuse-change"
    LEAVE = "leave"
    REPORT = "report"
    PACK = "pack"
    PROPOSE = "propose"
    ENDORSE = "endorse"
    PUBLISH = "publish"
    SEND_AGAIN = "send-again"
    RUN = "run"
    LINK = "link"
    UNLINK = "unlink"
    ENROL = "enrol"
    AMEND = "amend"
    COME_BACK = "come-back"
    WISHES = "wishes"
    ACCOUNT = "account"
    KEEP_UNIT = "keep-unit"
    MEMBERSHIP = "membership"
    ROSTER = "roster"
    MAKE_TOKEN = "make-token"
    REVOKE_TOKEN = "revoke-token"
    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    NEW_SECRET = "new-secret"


class RequestKind(StrEnum):
    """What a unit may ask of the office."""

    EXTENSION = "extension"
    TRANSFER = "transfer"
    NOT_APPLICABLE = "not-applicable"


class Role(StrEnum):
    """What a person is in their unit; `system` is the sweep and the rehearsal's clock."""

    OFFICE = "office"
    REVIEWER = "reviewer"
    HEAD = "head"
    CLERK = "clerk"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    SYSTEM = "system"


class UnitKind(StrEnum):
    """Kinds of unit that a responsibility table names."""

    OFFICE = "office"
    DEPARTMENT = "department"
    SUB_DISTRICT = "sub-district"
    ASSOCIATION = "association"
    INSTITUTE = "institute"
    SERVICE_UNIT = "service-unit"


class EvidenceKind(StrEnum):
    """What one item of evidence is; files are documents, tables or photos."""

    DOCUMENT = "document"
    TABLE = "table"
    PHOTO = "photo"
    NUMBER = "number"
    DATE = "date"
    LINK = "link"
    TEXT = "text"
    EVENT = "event"

    @property
    def is_file(self) -> bool:
        """Whether the item is a stored file."""
        return self in (EvidenceKind.DOCUMENT, EvidenceKind.TABLE, EvidenceKind.PHOTO, EvidenceKind.EVENT)


class ItemState(StrEnum):
    """Where one piece of evidence stands; a replaced one stays in the archive."""

    PENDING = "pending"
    APPROVED = "approved"
    RETURNED = "returned"
    REPLACED = "replaced"


class PartState(StrEnum):
    """Where a cooperating unit's part stands."""

    ASKED = "asked"
    IN = "in"
    WAIVED = "waived"


class Light(StrEnum):
    """The light of an assignment: made good is yellow, never green (story 1)."""

    GREY = "grey"
    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


class Pace(StrEnum):
    """How urgent a notice is: it goes at any hour, in office hours, or with the day's digest."""

    AT_ONCE = "at-once"
    OFFICE_HOURS = "office-hours"
    DIGEST = "digest"


class NoticeState(StrEnum):
    """Where a notice stands: `leased` is in a deliverer's hands, `deferred` waits for a better moment.

    `sent` is what a provider has taken, `delivered` what it, or the reader, says has arrived. `failed` is tried again,
    `given-up` is not.
    """

    QUEUED = "queued"
    DEFERRED = "deferred"
    LEASED = "leased"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    GIVEN_UP = "given-up"

    @property
    def is_out(self) -> bool:
        """Whether the word is out: nothing is left to do but to hear that it arrived."""
        return self in (NoticeState.SENT, NoticeState.DELIVERED)


class AttemptOutcome(StrEnum):
    """What came of one attempt to deliver a notice, as far as anybody can know.

    `refused`: never by this channel to this reader. `misconfigured`: the channel's own settings are at fault.
    `unavailable`: not now. `unclear`: the answer was lost, it may have arrived. `broken-off`: the deliverer died with
    it in hand. `delivered` and `undelivered` are what the provider said when asked later; `passed-on` is no attempt
    but the decision to write to somebody else, `resumed` the office's word to try once more.
    """

    ACCEPTED = "accepted"
    REFUSED = "refused"
    MISCONFIGURED = "misconfigured"
    UNAVAILABLE = "unavailable"
    UNCLEAR = "unclear"
    BROKEN_OFF = "broken-off"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    PASSED_ON = "passed-on"
    RESUMED = "resumed"
