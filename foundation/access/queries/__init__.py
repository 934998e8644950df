from .people import person_of

__all__ = ["person_of"]
