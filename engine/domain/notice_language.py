"""The language of notice templates: a closed piece of sandboxed Jinja that can neither reach out nor run away."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.domain.notice_filters import FILTERS, SILENT_FILTERS, finalize

SOURCE_LIMIT: Final = 20_000
LOOPS_DEEP: Final = 2

_ALLOWED: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.For,
    nodes.Name,
    nodes.Const,
    nodes.List,
    nodes.Tuple,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.Add,
    nodes.Sub,
    nodes.Neg,
    nodes.Concat,
    nodes.Keyword,
)
"""Choosing and joining words. Calls, macros, imports, assignments, `*`, `%` and `**` are left out: each can harm."""

_TESTS: Final = (
    "defined",
    "undefined",
    "none",
    "number",
    "string",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "in",
    "equalto",
)


class _Closed(ImmutableSandboxedEnvironment):
    """The sandbox with nothing in it but our filters; calls are refused even if one could be written."""

    def is_safe_callable(self, obj: Any) -> bool:
        return False


def _environment() -> _Closed:
    made = _Closed(undefined=StrictUndefined, autoescape=False, finalize=finalize)
    made.globals.clear()
    known = made.filters
    made.filters = {**{name: known[name] for name in SILENT_FILTERS}, **FILTERS}
    made.tests = {name: made.tests[name] for name in _TESTS}
    return made


_ENVIRONMENT: Final = _environment()


@lru_cache(maxsize=512)
def compiled(source: str) -> Template:
    """The template, compiled once. Raises TemplateSyntaxError with its line for what is not of this language."""
    if len(source) > SOURCE_LIMIT:
        raise TemplateSyntaxError(f"a template has at most {SOURCE_LIMIT} characters", 1)
    tree = _ENVIRONMENT.parse(source)
    _refuse_beyond(tree, 0)
    return _ENVIRONMENT.from_string(source)


def _refuse_beyond(node: nodes.Node, loops: int) -> None:
    if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.For) and node.recursive):
        raise TemplateSyntaxError(f"`{type(node).__name__.lower()}` is not for notices", node.lineno)
    if isinstance(node, nodes.For):
        loops += 1
        if loops > LOOPS_DEEP:
            raise TemplateSyntaxError(f"loops go at most {LOOPS_DEEP} deep", node.lineno)
    for child in node.iter_child_nodes():
        _refuse_beyond(child, loops)
