"""CASE packages: lenient reading, strict writing, and the checks in between."""
