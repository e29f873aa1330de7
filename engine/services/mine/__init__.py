"""What is a person's own: their calendar, at a secret address too, and where their unit stands."""
