"""Pure functions about files: names, kinds, retention."""
