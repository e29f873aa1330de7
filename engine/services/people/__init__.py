"""People, units, groups and rosters are kept here: by administrators, the office, and heads for their own unit."""
