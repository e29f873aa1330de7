"""Chinese time: `read_time` takes a phrase of a table and says what it can mean (conventions: docs/reading.md)."""

from engine.reading.times.reader import read_time
from engine.reading.times.value import Reading, Times

__all__ = ["Reading", "Times", "read_time"]
