"""The responsibility table: its heading found, its rows read, whatever its layout."""
