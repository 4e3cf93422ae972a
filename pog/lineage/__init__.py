"""What comes from above and goes on below: upstream changes, and the tree of clones."""
