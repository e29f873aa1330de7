"""Notices read as people write, in either language, and a template can neither reach out nor run away."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.definition import Notice
from engine.domain.definition.value import Translated
from engine.domain.notices import BODY_LIMIT, SUBJECT_LIMIT, render
from engine.errors import Invalid
from engine.wording import use_language

FACTS: dict[str, Any] = {
    "unit": {"name": "区市监局"},
    "indicator": {"number": "2.3.1", "title": "免费检定覆盖率"},
    "as_of": date(2022, 8, 1),
    "due_on": date(2022, 8, 31),
    "next": date(2023, 1, 15),
    "share": Decimal("0.48311"),
    "points": Decimal("2.91"),
    "count": 1940,
    "link": "",
    "reason": None,
    "rows": [{"unit": "城东街道", "value": 1}, {"unit": "城西街道", "value": 2}],
}


def notice(body: str, subject: str = "s", en: str = "") -> Notice:
    return Notice(id="probe", subject=Translated(zh=subject), body=Translated(zh=body, en=en))


def body(words: str, language: Any = "zh") -> str:
    return render(notice(words), FACTS, language).body


@pytest.mark.parametrize(
    ("template", "zh", "en"),
    [
        ("{{ due_on }}", "8月31日", "31 August"),
        ("{{ due_on|date }}", "8月31日", "31 August"),
        ("{{ next }}", "2023年1月15日", "15 January 2023"),
        ("{{ due_on|date('long') }}", "2022年8月31日", "31 August 2022"),
        ("{{ due_on|weekday }}", "星期三", "Wednesday"),
        ("{{ reason|date }}", "无期限", "no due date"),
        ("{{ '2022-08-31'|date }}", "8月31日", "31 August"),
        ("{{ share|percent }}", "48.3%", "48.3%"),
        ("{{ 1|percent }}", "100%", "100%"),
        ("{{ points }} {{ points|number(1) }}", "2.91 2.9", "2.91 2.9"),
        ("{{ count|number }}", "1,940", "1,940"),
        ("{{ rows|join('、', 'unit') }}", "城东街道、城西街道", "城东街道、城西街道"),
        ("[{{ reason }}{{ link }}]", "[]", "[]"),
        (
            "{% for row in rows %}{{ loop.index }}.{{ row.unit }} {% else %}无{% endfor %}",
            *("1.城东街道 2.城西街道",) * 2,
        ),
        ("{% if due_on and not reason %}有{% endif %}", "有", "有"),
        ("<b>&{{ unit.name }}</b>", "<b>&区市监局</b>", "<b>&区市监局</b>"),
    ],
)
def test_words(template: str, zh: str, en: str) -> None:
    assert body(template) == zh
    assert body(template, "en") == en


def test_language_is_the_context_s_and_english_falls_back() -> None:
    both = notice("中文", en="English")
    assert render(both, FACTS).body == "中文"
    with use_language("en"):
        assert render(both, FACTS).body == "English"
        assert render(notice("只有中文"), FACTS).body == "只有中文"


def test_a_subject_is_one_line() -> None:
    spoofed = {**FACTS, "reason": "x\r\nBcc: everybody@example.com"}
    assert render(notice("b", subject="{{ reason }}\n"), spoofed, "zh").subject == "x Bcc: everybody@example.com"


@pytest.mark.parametrize(
    ("template", "variable"),
    [("{{ unti.name }}", "unti"), ("{{ unit.nmae }}", "nmae"), ("{% if gone %}{% endif %}", "gone")],
)
def test_a_missing_fact_is_named(template: str, variable: str) -> None:
    with pytest.raises(Invalid) as caught:
        body(template)
    assert caught.value.code == "notice-variable"
    assert caught.value.params["variable"] == variable
    assert caught.value.params["notice"] == "probe"
    assert "probe" in str(caught.value)


HARMFUL = [
    "{{ unit.__class__.__mro__ }}",
    "{{ ''.__class__ }}",
    "{{ unit['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ self._TemplateReference__context }}",
    "{{ unit.update({'name': 'x'}) }}",
    "{{ rows.append(1) }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ range(10) }}",
    "{{ lipsum(5) }}",
    "{{ cycler.__init__.__globals__ }}",
    "{% include 'x' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% set a = 'x' * 1000000000 %}{{ a }}",
    "{{ 'x' * 1000000000 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'x'|center(1000000000) }}",
    "{{ 'x'|replace('', 'x') }}",
    "{{ rows|map('upper') }}",
    "{% filter upper %}x{% endfilter %}",
    "{% block x %}{% endblock %}",
    "{% for a in rows recursive %}{{ loop(rows) }}{% endfor %}",
    "{% for a in rows %}{% for b in rows %}{% for c in rows %}x{% endfor %}{% endfor %}{% endfor %}",
    "{{ 1 / 0 }}",
    "{{ unit.name",
    "{% if %}",
    "{{ nothing|nofilter }}",
    "(" * 5000,
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "x" * 30_000,
    "{{ 1e400|number }}",
    "{{ true|percent }}",
    "{{ 'soon'|date }}",
    "{{ due_on|date('short', 1, 2) }}",
]


@pytest.mark.parametrize("template", HARMFUL)
def test_no_template_reaches_out_or_runs_away(template: str) -> None:
    before = time.perf_counter()
    try:
        words = body(template)
    except Invalid as error:
        assert error.params["notice"] == "probe"
    else:
        assert len(words) <= BODY_LIMIT
        assert "class" not in words
    assert time.perf_counter() - before < 2
    assert FACTS["unit"] == {"name": "区市监局"}
    assert len(FACTS["rows"]) == 2


def test_output_has_a_limit() -> None:
    many = {"rows": [{"unit": "单位" * 50} for _ in range(1000)]}
    with pytest.raises(Invalid, match="20000"):
        render(notice("{% for row in rows %}{{ row.unit }}{% endfor %}"), many, "zh")


@given(st.text(alphabet=st.sampled_from("{}%|.()_[]'\"~+-*= ifornuelsdx0123"), max_size=60))
def test_any_text_renders_or_is_invalid(source: str) -> None:
    probe = notice(f"{source}.")
    try:
        body = render(probe, FACTS, "zh").body
    except Invalid as refusal:
        assert "{" in source and refusal.code.startswith("notice-") and refusal.remedy
    else:
        assert "{" in source or body.split() == f"{source}.".split(), "plain words are left as they are"


@pytest.mark.parametrize(
    "name",
    [
        "🎉👩‍💼🇨🇳计量局",
        "ＦＵＬＬ　ＷＩＤＴＨ（全角）１２３",
        "«‮右到左‬»\u200b零宽",
        "长" * 5000,
        "{{ unit }}{% if %}",
        "",
    ],
)
def test_a_name_of_any_kind_is_printed_as_it_is_and_a_long_one_only_cut_in_the_subject(name: str) -> None:
    probe = Notice(
        id="probe", subject=Translated(zh="督办：{{ unit.name }}"), body=Translated(zh="{{ unit.name }}：请办理。")
    )
    words = render(probe, {**FACTS, "unit": {"name": name}}, "zh")
    assert words.body == f"{name}：请办理。".strip()
    whole = " ".join(f"督办：{name}".split())
    assert len(words.subject) <= SUBJECT_LIMIT
    assert words.subject == whole if len(whole) <= SUBJECT_LIMIT else words.subject == whole[: SUBJECT_LIMIT - 1] + "…"
