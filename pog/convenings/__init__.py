"""Convenings: agenda, stakeholder groups, join codes and seats."""
