"""Next year from this one: the same ids, days proposed by the same words, and what somebody must look at."""
