"""What Chinese official tables say: times, targets and units read from words, each kept with its place."""
