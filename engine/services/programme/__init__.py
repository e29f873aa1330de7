"""The programme itself: definitions and rosters come into force."""
