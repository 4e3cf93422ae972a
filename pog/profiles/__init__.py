"""Profiles: what a community says its graduates can do."""
