"""Definitions: YAML read, explained, resolved, compared and written. The one room that reads YAML."""

from engine.catalog.catalog import Catalog
from engine.catalog.export import export, exported
from engine.catalog.loader import Examination, examine, load
from engine.catalog.plan import Change, Difference, compare
from engine.catalog.problems import DefinitionProblems, Problem
from engine.catalog.schema import schemas, write_schemas

__all__ = [
    "Catalog",
    "Change",
    "DefinitionProblems",
    "Difference",
    "Examination",
    "Problem",
    "compare",
    "examine",
    "export",
    "exported",
    "load",
    "schemas",
    "write_schemas",
]
