"""What the API takes and gives: models of its own, so that a change inside does not change it."""
