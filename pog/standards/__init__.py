"""Published exchange formats as plain data: read, write, check; no database, no web."""
