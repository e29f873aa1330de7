"""Tables as files: CSV and XLSX read within bounds into rows of text."""
