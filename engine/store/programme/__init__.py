"""SQL of what is in force: catalogs, definitions, units, people."""
