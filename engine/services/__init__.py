"""The verbs: one file each, one transaction each, the same for every edge."""
