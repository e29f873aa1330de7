"""A unit's work: issued, taken on, handed in, asked about, closed out."""
