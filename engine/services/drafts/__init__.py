"""Definitions that administrators work on: browsed, drafted, planned, and applied by two where work is affected."""
