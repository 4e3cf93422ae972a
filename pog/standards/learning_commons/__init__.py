"""The Knowledge Graph of Learning Commons, as JSON lines or CSV files."""
