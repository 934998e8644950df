"""Which days are worked on. Pure functions; a place is a federal state, a `Land`."""
