"""SQL of reviewing and scores."""
