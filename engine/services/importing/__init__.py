"""A responsibility table as received, made into draft definitions and a report of what is doubtful."""
