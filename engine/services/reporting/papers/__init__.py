"""Official papers: bulletin, packet of a meeting, self-assessment, report of the year."""
