"""Alignments: attributes joined to competencies, with a relation and a reason."""
