"""Questions of boards, lists and statistics. Nothing here writes."""
