"""Comments in threads, agreement marks and the answers people get."""
