"""Table mode: one device and a scribe for the people around a table, and their count sheets."""
