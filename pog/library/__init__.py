"""Published profiles to read, compare and clone."""
