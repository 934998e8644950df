from .company import Company
from .person import Person
from .unit import Unit

__all__ = ["Company", "Person", "Unit"]
