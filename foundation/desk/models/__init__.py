from .feed import CalendarFeed
from .requirement import Requirement

__all__ = ["CalendarFeed", "Requirement"]
