"""Definitions worked on by people: set field by field, drawn as a form, begun from a pattern, put in place."""
