"""Closing a convening: what was decided, what comes next, and the record of how it came about."""
