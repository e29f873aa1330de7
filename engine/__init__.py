"""What is allowed and what is recorded: the rules, the record and the verbs, with no framework at its edges."""
