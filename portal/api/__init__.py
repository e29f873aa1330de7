"""`/api/v1`: whatever a page can do, as JSON with stable names (docs/glossary.md)."""
