"""Ballots: questions a convening decides on, and how they are counted."""
