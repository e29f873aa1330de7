"""What Luoshi costs beside the raw limit of the same machine, measured in one run: `make bench`."""
