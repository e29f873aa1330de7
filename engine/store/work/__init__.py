"""SQL of a unit's work: issuing, standing, what came in, who owns it."""
