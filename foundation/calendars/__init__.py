"""Which days and hours are worked. A place is a federal state, a `Land`, by the law alone; or the calendar of a workplace."""
