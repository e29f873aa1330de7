"""Scores: what they rest on, how they are recorded, and rates rolled up."""
