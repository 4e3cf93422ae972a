"""A profile on paper: posters, one-pagers, sheets and the report, set by typst."""
