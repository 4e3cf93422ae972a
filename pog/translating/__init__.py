"""A profile's texts in other languages, side by side with the original."""
