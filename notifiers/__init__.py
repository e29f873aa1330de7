"""How word goes out: Apprise behind a Sender."""
