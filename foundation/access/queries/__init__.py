from .people import person_of, without_second_factor

__all__ = ["person_of", "without_second_factor"]
