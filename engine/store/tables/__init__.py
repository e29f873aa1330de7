"""The tables, each with the one question it answers. Rows are written only through engine/store."""

from __future__ import annotations

from sqlalchemy import Table
from sqlmodel import SQLModel

from engine.store.tables.access import Account, Visit, WrongName
from engine.store.tables.definitions import DefinitionText, DefinitionVersion, Proposal, ReceivedTable
from engine.store.tables.history import ActRow, Transition
from engine.store.tables.judging import Judgement, RecognitionList, Review
from engine.store.tables.links import CalendarFeed, PersonalLink, ReadLetter
from engine.store.tables.people import RosterDraft
from engine.store.tables.programme import CatalogVersion, Programme
from engine.store.tables.programs import AccessToken, Delivery, KeptAnswer, Webhook
from engine.store.tables.tallies import Tally, UnitTally
from engine.store.tables.unfinished import Draft, DraftFile
from engine.store.tables.units import Member, Person, Unit
from engine.store.tables.verification import Verification
from engine.store.tables.word import Attempt, ChannelSlot, Outbox, Preference
from engine.store.tables.work import Assignment, Blob, Evidence, Figure, Part, Period, Request


def table_of(model: type[SQLModel]) -> Table:
    """The Core table behind a model."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


programme = table_of(Programme)
catalog_version = table_of(CatalogVersion)
definition_version = table_of(DefinitionVersion)
unit = table_of(Unit)
member = table_of(Member)
person = table_of(Person)
period = table_of(Period)
assignment = table_of(Assignment)
part = table_of(Part)
blob = table_of(Blob)
evidence = table_of(Evidence)
figure = table_of(Figure)
review = table_of(Review)
request = table_of(Request)
judgement = table_of(Judgement)
act = table_of(ActRow)
transition = table_of(Transition)
outbox = table_of(Outbox)
attempt = table_of(Attempt)
channel_slot = table_of(ChannelSlot)
preference = table_of(Preference)
recognition_list = table_of(RecognitionList)
account = table_of(Account)
visit = table_of(Visit)
wrong_name = table_of(WrongName)
access_token = table_of(AccessToken)
kept_answer = table_of(KeptAnswer)
webhook = table_of(Webhook)
delivery = table_of(Delivery)
roster_draft = table_of(RosterDraft)
personal_link = table_of(PersonalLink)
calendar_feed = table_of(CalendarFeed)
read_letter = table_of(ReadLetter)
definition_text = table_of(DefinitionText)
proposal = table_of(Proposal)
received_table = table_of(ReceivedTable)
draft = table_of(Draft)
draft_file = table_of(DraftFile)
verification = table_of(Verification)
tally = table_of(Tally)
unit_tally = table_of(UnitTally)
