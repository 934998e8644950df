"""Conditions that more than one subject uses."""

from foundation.access.guards.words import on_side


def in_front(person):
    """The condition that a person holds a role of the front office today."""
    return on_side(person, "'front'")
