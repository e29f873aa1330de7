"""Reviewing: what waits, what a reviewer has before them, and the verdicts."""
