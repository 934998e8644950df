"""Reports: asked for with parameters, run in the background with the rights of the day, kept as a file."""
