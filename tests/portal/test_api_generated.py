"""Generated requests, fitting and unfitting ones, for every operation of the OpenAPI document: none ends in a 5xx."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from portal_house import House
from schemathesis import GenerationMode

from engine.domain.token_scope import EVERYTHING
from engine.services.doors import tokens
from notifiers.posting import Reply
from portal.api.app import PREFIX

EXAMPLES = 8
WORKED_ON = 4
"""A real assignment: numbers of the document would hardly ever meet one."""


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.filterwarnings("ignore")
def test_no_request_ends_in_a_server_error(house: House, mode: GenerationMode, monkeypatch: pytest.MonkeyPatch) -> None:
    # Pings would go to the addresses that are generated: nothing leaves this machine.
    monkeypatch.setattr("notifiers.webhooks.post", lambda *_, **__: Reply(0, ""))
    desk = house.office.desk
    people = [desk.person(each) for each in ("qu-chuangjian-ban-office-1", "qu-chuangjian-ban-administrator")]
    made = [tokens.create(desk, each, "generated", EVERYTHING, at=house.clock.now()) for each in people]
    callers = itertools.cycle([{"authorization": f"Bearer {each.secret}"} for each in made])
    document = TestClient(house.app).get(f"{PREFIX}/openapi.json").json()
    client = TestClient(house.app, raise_server_exceptions=False)
    schema = schemathesis.openapi.from_dict(document)
    tried, answers, real = 0, set[int](), itertools.cycle((True, False))
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.label == "DELETE /tokens/{number}":
            continue  # it would end the very token that asks

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            if "number" in case.path_parameters and next(real):
                case.path_parameters["number"] = WORKED_ON
            sent = case.as_transport_kwargs(base_url="http://testserver" + PREFIX)
            sent.pop("cookies", None)
            answer = client.request(**{**sent, "headers": {**(sent.get("headers") or {}), **next(callers)}})
            answers.add(answer.status_code)
            assert answer.status_code < 500, f"{sent}\n{answer.text}"

        ask()
        tried += 1
    assert tried == sum(len(methods) for methods in document["paths"].values()) - 1  # multipart and byte ones too
    assert {200, 422} <= answers
