"""A whole profile as one file, and back: the same profile on another site."""
