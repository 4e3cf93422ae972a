"""Suggested alignments: engines rank competencies for an attribute, people accept or dismiss."""
