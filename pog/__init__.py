"""pog: where a community writes its Profile of a Graduate together."""
