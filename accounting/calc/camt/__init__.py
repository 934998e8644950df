"""Account statements as banks send them, ISO 20022 camt.053; camt.052 and camt.054 are read to be told apart."""

from .reading import read
from .statement import Booking, Finding, Statement

__all__ = ["Booking", "Finding", "Statement", "read"]
