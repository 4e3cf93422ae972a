"""Crosswalks between frameworks: imported pairs, pairs through a profile, and new editions."""
