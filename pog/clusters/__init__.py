"""The theme desk: notes put together into named clusters, frozen at the first dot."""
