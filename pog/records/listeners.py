"""What the records tell lower floors."""

from pog.records import unfinished

__all__ = ["unfinished"]
