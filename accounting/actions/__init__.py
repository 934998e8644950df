"""The doors through which the books are written."""
