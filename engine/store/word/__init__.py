"""SQL of notices: written, addressed, leased."""
