"""The office's own verbs: chasing, meetings, its days, recognition."""
