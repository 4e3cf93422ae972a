"""The Knowledge Graph of Learning Commons, as CSV files."""
