"""Achievement Standards Network: standards documents as RDF/JSON."""
