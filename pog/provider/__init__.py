"""What machines read: the CASE service and the stable address of every published thing."""
