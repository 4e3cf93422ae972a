"""Diplomas, certificates and degrees: which attributes they vouch for, and at which level."""
