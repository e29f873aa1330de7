"""Tables as files: CSV and XLSX read within bounds into rows of text, and written so that nothing runs as a formula."""
