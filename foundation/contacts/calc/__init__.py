"""Pure functions about numbers that others gave out."""
