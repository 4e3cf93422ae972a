"""Organizations (state > district > school), who belongs to them and in which role."""
