"""O*NET: the Content Model Reference as it is published."""
