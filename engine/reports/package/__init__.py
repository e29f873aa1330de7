"""The inspection package: a zip that can be read in a browser and checked by anybody, without us and offline."""
