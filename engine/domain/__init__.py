"""Values and rules, pure: no clock, no database, no files."""
