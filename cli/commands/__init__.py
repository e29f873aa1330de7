"""The commands, one file per group of people or purpose; each declares its own with `register`."""
