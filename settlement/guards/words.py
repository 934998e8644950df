"""Conditions that more than one subject uses."""

from foundation.records.conditions import OWN_PERSON
from risk.guards.words import in_front

BY_FRONT = in_front(OWN_PERSON)
