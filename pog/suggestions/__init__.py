"""Suggested wordings: other words for a passage, supported, accepted, declined, voted on."""
