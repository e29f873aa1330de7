"""Word going out: letters with their facts."""
