"""The start page, languages, health."""
