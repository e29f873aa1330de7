"""What people look at: boards, lists, one assignment, the history. Nothing here records an act."""
