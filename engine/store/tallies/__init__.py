"""The kept sums: which assignments stand alike, what a unit's year has come to, and keeping both true."""
