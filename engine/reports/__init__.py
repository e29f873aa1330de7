"""Plain facts as files that offices use: workbooks, documents, packages. It knows no database and asks nobody."""
