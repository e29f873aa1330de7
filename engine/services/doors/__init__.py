"""Who comes in: passwords, visits, tokens, personal links."""
