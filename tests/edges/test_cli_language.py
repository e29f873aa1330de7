"""Two languages: chosen before anything is built, Chinese unless asked otherwise, help included."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import luoshi
from typer.core import TyperGroup

from cli.language import chosen_language
from cli.main import command_tree
from engine.wording import use_language

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("words", "environment", "spoken", "rest"),
    [
        (["check"], "", "zh", ["check"]),
        (["check"], "en", "en", ["check"]),
        (["check"], "en_US.UTF-8", "en", ["check"]),
        (["--lang", "en", "check"], "", "en", ["check"]),
        (["check", "--lang=en"], "zh", "en", ["check"]),
        (["check", "--lang", "zh"], "en", "zh", ["check"]),
        (["check", "--", "--lang", "en"], "", "zh", ["check", "--", "--lang", "en"]),
        (["check", "--lang", "fr"], "", "zh", ["check", "--lang", "fr"]),
        (["check", "--lang"], "", "zh", ["check", "--lang"]),
    ],
)
def test_the_language_is_chosen(words: list[str], environment: str, spoken: str, rest: list[str]) -> None:
    assert chosen_language(words, {"LUOSHI_LANGUAGE": environment}) == (spoken, rest)


def test_chinese_is_the_default_and_english_by_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LUOSHI_LANGUAGE", raising=False)
    assert "用法：luoshi" in luoshi("--help").out
    assert "Usage: luoshi" in luoshi("--lang", "en", "--help").out
    monkeypatch.setenv("LUOSHI_LANGUAGE", "en")
    assert "Usage: luoshi" in luoshi().out


def test_a_language_nobody_speaks_is_a_usage_error() -> None:
    answer = luoshi("--lang", "fr", "verify")
    assert answer.code == 64
    assert "fr" in answer.err


def _all(command: object, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(command, TyperGroup):
        return [path]
    return [path, *(found for name, below in command.commands.items() for found in _all(below, (*path, name)))]


@pytest.mark.parametrize("path", _all(command_tree()), ids=" ".join)
def test_every_help_is_said_in_both_languages(path: tuple[str, ...]) -> None:
    chinese, english = (luoshi("--lang", spoken, *path, "--help") for spoken in ("zh", "en"))
    assert chinese.code == english.code == 0
    assert CHINESE.search(english.out) is None
    purpose = chinese.out.splitlines()[2]
    assert CHINESE.search(purpose), purpose


SERVING = {("portal",)}
"""What serves until it is stopped has no answer."""


@pytest.mark.parametrize("path", [path for path in _all(command_tree()) if path], ids=" ".join)
def test_every_command_answers_in_json(path: tuple[str, ...]) -> None:
    tree = command_tree()
    for name in path:
        tree = tree.commands[name]
    if not isinstance(tree, TyperGroup) and path not in SERVING:
        assert "--json" in {option for parameter in tree.params for option in parameter.opts}


def test_every_option_says_what_it_means() -> None:
    pending, silent = [command_tree()], []
    while pending:
        command = pending.pop()
        pending += command.commands.values() if isinstance(command, TyperGroup) else []
        silent += [f"{command.name} {each.name}" for each in command.params if not each.help]
    assert silent == []


def test_usage_errors_are_said_in_the_chosen_language() -> None:
    with use_language("zh"):
        answer = luoshi("--lang", "zh", "status", "--jsn")
    assert answer.code == 64
    assert "没有选项 --jsn" in answer.err and "--json" in answer.err
    english = luoshi("--lang", "en", "sumbit")
    assert english.code == 64
    assert "There is no command sumbit. Did you mean submit?" in english.err
    assert "ASSIGNMENT is missing" in luoshi("--lang", "en", "submit").err
    assert "--limit cannot be read" in luoshi("--lang", "en", "history", "--limit", "many").err
    assert "“many”: a whole number is wanted here" in luoshi("--lang", "en", "history", "--limit", "many").err
    assert "--limit is not complete" in luoshi("--lang", "en", "history", "--limit").err
    assert "Name a command" in luoshi("--lang", "en", "review").err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("check . --year 1900", "“1900”：小于2000，应不小于2000"),
        ("check . --year 9999", "“9999”：大于2100"),
        ("status abc", "“abc”：这里应是整数"),
        ("status " + "1" * 5000, "这个数大小离谱"),
        ("history 99999999999999999999", "应不大于"),
        ("webhook ping 99999999999999999999", "应不大于"),
        ("token revoke 99999999999999999999", "应不大于"),
        ("status --light pink", "“pink”不在可选范围内，可选：grey, green, blue, yellow, red"),
        ("status 1 2 three", "多写了内容：2 three"),
    ],
)
def test_what_the_parser_refuses_is_said_without_its_english(words: str, told: str) -> None:
    answer = luoshi(*words.split())
    assert answer.code == 64 and told in answer.err
    assert "nput" not in answer.err and "unexpected" not in answer.err and len(answer.err) < 600


def test_a_file_one_may_not_read_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "封存.xlsx"
    file.touch()
    monkeypatch.setattr("os.access", lambda *_: False)  # the tests may run as one who may read everything
    answer = luoshi("import", file, "--out", tmp_path / "new")
    assert answer.code == 64 and f"“{file}”：运行程序的账户没有权限。" in answer.err and "readable" not in answer.err
