"""Profiles side by side, with attributes that speak about the same thing in one row."""
