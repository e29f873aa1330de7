"""SQL of the doors: accounts, visits, links, tokens."""
