"""What leaves the product: files other systems and people can read."""
