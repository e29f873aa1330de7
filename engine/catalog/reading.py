"""Bytes of one YAML file into plain values, strictly: text stays text, a key stands once, nothing is executed.

PyYAML's own constructor would read `on:` as true, `06` as octal, `12:30` as 750 and fail on `2022-02-30`. Here a plain
scalar is null, true/false, a decimal number, or text; dates are text that the definition values read themselves.
"""

from __future__ import annotations

import codecs
import re
from typing import Any, Final

import yaml
from yaml._yaml import CParser

from engine.catalog.problems import Finding
from engine.catalog.syntax import ILLEGIBLE, Text, character_fault, syntax_fault
from engine.wording import N_

LARGEST: Final = 1_000_000
"""Bytes of one definition file; a roster may be larger."""
DEEPEST: Final = 60
_NESTING = re.compile(r"(?:[-?:][ \t]+){8}")
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}\Z")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]{1,15}\.[0-9]{0,15}|\.[0-9]{1,15})(?:[eE][-+]?[0-9]{1,2})?\Z")
_WORDS: Final[dict[str, bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_PLAIN, _QUOTED, _COLLECTION = "plain", "quoted", "collection"


class _Resolver:
    """Tells plain scalars from quoted ones and nothing more; the C parser asks it for each node without a tag."""

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:
        if kind is not yaml.ScalarNode:
            return _COLLECTION
        return _PLAIN if isinstance(implicit, tuple) and implicit[0] else _QUOTED

    def descend_resolver(self, parent: object, index: object) -> None: ...

    def ascend_resolver(self) -> None: ...


class _Parser(CParser, _Resolver):
    """libyaml's parser composing nodes (with their marks) for `_Resolver`."""


def read_text(file: str, raw: bytes, largest: int = LARGEST) -> Text:
    """`raw` as text without its byte order mark; not UTF-8, too large or with control characters is a finding."""
    read = Text(file, "")
    if len(raw) > largest:
        read.fault("too-large", N_("the file is larger than {most} bytes"), most=largest)
        return read
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        read.text = _plain_lines(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        before = _plain_lines(raw[: error.start].decode("utf-8", "replace"))
        spot = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        hint = N_("save the file as UTF-8 (an editor's `Save as`, or `CSV UTF-8` in a spreadsheet)")
        read.text = _plain_lines(raw.decode("utf-8", "replace"))
        read.findings.append(Finding(file, (), "not-utf8", N_("the file is not UTF-8 text"), hint, spot=spot))
    return read


def _plain_lines(text: str) -> str:
    """Lines that end as elsewhere: what Windows and old spreadsheets write counts as one line end, and as no column."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def read_yaml(file: str, raw: bytes) -> Text:
    """The plain value of a YAML file and every fault of its form; never raises, whatever the bytes."""
    read = read_text(file, raw)
    if read.findings:
        return read
    try:
        root = compose(read.text)
        if root is None:
            read.fault(
                "empty", N_("the file is empty"), hint=N_("delete it, or see `luoshi schema` for what belongs in it")
            )
        else:
            read.value = _Builder(read).build(root, 0)
    except _TooDeep:
        read.fault("too-deep", N_("the file nests more than {most} levels deep"), most=DEEPEST)
    except yaml.MarkedYAMLError as error:
        syntax_fault(read, error)
    except yaml.YAMLError as error:
        character_fault(read, error)
    except (ValueError, RecursionError):
        read.fault("yaml", N_("this is not valid YAML"))
    return read


class _TooDeep(Exception):
    """Nested so deep that the C parser would exhaust the stack."""


def compose(text: str) -> yaml.Node | None:
    """The node tree of a YAML text with its marks; None when nothing stands in it.

    Raises yaml.YAMLError on bad syntax, and refuses depth before composing: libyaml's composer would end the process.
    """
    if text.count("[") + text.count("{") > DEEPEST or _NESTING.search(text) or " " * (DEEPEST * 2) in text:
        _measure_depth(text)
    node: yaml.Node | None = _Parser(text).get_single_node()
    return node


def _measure_depth(text: str) -> None:
    depth = 0
    parser = _Parser(text)
    while parser.check_event():
        event = parser.get_event()
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise _TooDeep
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _Builder:
    """Nodes into plain values, ILLEGIBLE where a node's form is at fault.

    Collections seen twice are aliases: refused, so that nothing expands.
    """

    def __init__(self, read: Text) -> None:
        self._read = read
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, depth: int) -> Any:
        tag = node.tag
        if tag is _PLAIN:
            return plain_scalar(node.value)
        if tag is _QUOTED:
            return node.value
        if tag is not _COLLECTION:
            self._read.fault("tag", N_("tags such as `{tag}` are not used here"), node.start_mark,
                             hint=N_("delete the tag"), tag=_short_tag(tag))  # fmt: skip
            return ILLEGIBLE
        if depth > DEEPEST:
            raise _TooDeep
        if id(node) in self._seen:
            self._alias()
            return ILLEGIBLE
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, depth + 1) for item in node.value]
        return self._mapping(node, depth)

    def _mapping(self, node: yaml.Node, depth: int) -> Any:
        values: dict[str, Any] = {}
        strange = False
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._read.fault("key", N_("a key is one word, not a list or a mapping"), key_node.start_mark)
                strange = True
                continue
            key = key_node.value
            if key in values:
                self._read.fault("duplicate-key", N_("`{key}` stands here twice"), key_node.start_mark,
                                 hint=N_("delete one of the two"), key=key)  # fmt: skip
                values[key] = ILLEGIBLE  # nobody knows which of the two is meant
                continue
            values[key] = self.build(value_node, depth + 1)
        return ILLEGIBLE if strange else values

    def _alias(self) -> None:
        if any(found.code == "alias" for found in self._read.findings):
            return
        mark = next(
            (token.start_mark for token in yaml.scan(self._read.text, yaml.CSafeLoader)
             if isinstance(token, yaml.AliasToken)), None,
        )  # fmt: skip
        self._read.fault(
            "alias", N_("aliases (`*name`) are not used here"), mark, hint=N_("write the value out in full")
        )


def plain_scalar(value: str) -> Any:
    """What a scalar without quotes means: null, true or false, a decimal number, else its text."""
    if value in _WORDS:
        return _WORDS[value]
    first = value[0]
    if first in "0123456789+-.":
        if _INTEGER.match(value):
            return int(value)
        if _DECIMAL.match(value):
            return float(value)
    return value


def _short_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
