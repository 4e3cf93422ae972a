"""Pushes changed parts to open pages, by stream and by polling."""
