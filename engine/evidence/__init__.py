"""Files handed in, kept by content."""

from engine.evidence.files import EvidenceFiles, Stored

__all__ = ["EvidenceFiles", "Stored"]
