"""Competency frameworks of schools, colleges and employers, and their import."""
