"""People with accounts, guests, and signing in."""
