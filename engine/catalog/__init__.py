"""Definitions: YAML read, explained, resolved, compared and written. The one room that reads YAML."""

from engine.catalog.catalog import Catalog
from engine.catalog.loader import Examination, examine, load
from engine.catalog.problems import DefinitionProblems, Problem

__all__ = ["Catalog", "DefinitionProblems", "Examination", "Problem", "examine", "load"]
