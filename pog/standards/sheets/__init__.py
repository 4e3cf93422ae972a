"""Frameworks in spreadsheets: three sheets, one list, or one column for each level."""
