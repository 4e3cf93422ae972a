"""Collecting: short notes of one idea each, hidden until the reveal, then rated with stars."""
