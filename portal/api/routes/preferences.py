"""How word reaches me: channels, hours, absence, and a test."""

from __future__ import annotations

from fastapi import APIRouter

from engine.domain.token_scope import TokenScope
from engine.services.word import preferences as service
from notifiers.trial import try_channel, ways_to
from portal.api.door import Who, scoped
from portal.api.models.preferences import PreferencesIn, PreferencesTold, Tested, TestIn
from portal.api.models.value import Name
from portal.api.repeating import Repeatable

router = APIRouter(tags=["mine"], route_class=Repeatable)


@router.get("/preferences")
@scoped(TokenScope.READ)
def preferences(who: Who) -> PreferencesTold:
    """What holds for me."""
    return _told(who)


@router.put("/preferences")
@scoped(TokenScope.SUBMIT)
def say(who: Who, given: PreferencesIn) -> PreferencesTold:
    """I want word so from now on; what I leave out is as usual."""
    known = ways_to(who.runtime, who.actor.id, at=who.at)
    service.say_wishes(who.desk, who.actor, given.wishes(), known=known, at=who.at)
    return _told(who)


@router.get("/people/{person}/preferences", tags=["people"])
@scoped(TokenScope.READ)
def preferences_of(who: Who, person: Name) -> PreferencesTold:
    """What holds for somebody whom I keep."""
    return _told(who, person)


@router.put("/people/{person}/preferences", tags=["people"])
@scoped(TokenScope.ADMINISTER)
def say_of(who: Who, person: Name, given: PreferencesIn) -> PreferencesTold:
    """Somebody whom I keep is to have word so from now on; the history keeps who said it."""
    service.preferences(who.desk, who.actor, at=who.at, person=person)
    known = ways_to(who.runtime, person, at=who.at)
    service.say_wishes(who.desk, who.actor, given.wishes(), known=known, at=who.at, person=person)
    return _told(who, person)


@router.post("/preferences/test")
@scoped(TokenScope.SUBMIT)
def test(who: Who, given: TestIn) -> Tested:
    """Send me a test by a channel; its provider's answer."""
    return Tested.of(try_channel(who.runtime, given.channel, who.actor.id, at=who.at))


def _told(who: Who, person: str = "") -> PreferencesTold:
    found = service.preferences(who.desk, who.actor, at=who.at, person=person)
    return PreferencesTold.of(found, ways_to(who.runtime, person or who.actor.id, at=who.at))
