"""Bringing in what was written elsewhere: frameworks and profiles, from files and addresses."""
