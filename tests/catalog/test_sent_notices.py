"""The list of notices that services send is complete."""

from __future__ import annotations

from post_office import served
from sent_notices import sent_notices

from engine.domain.definition import Programme
from engine.domain.notices import SENT


def test_the_list_names_every_notice_that_services_send_and_no_other() -> None:
    assert sorted(sent_notices()) == sorted(SENT), sent_notices()


def test_a_notice_that_depends_on_the_programme_names_a_field_of_it() -> None:
    fields = {name for name in SENT.values() if name}
    assert fields and all(Programme.model_fields[name].default is None for name in fields)


def test_every_notice_of_the_repository_is_sent_by_a_service_or_a_rung() -> None:
    catalog = served()
    by_ladder = {rung.notice for rung in catalog.chasing.ladder}
    assert set(catalog.notices) == set(SENT) | by_ladder
