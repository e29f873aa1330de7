"""All SQL: the record of who was asked what, what came in, and every act on it, on SQLite and PostgreSQL."""
