"""Conditions that more than one subject uses."""

from foundation.access.guards.words import on_side


def in_front(person):
    """The condition that a person holds a role of the front office today."""
    return on_side(person, "'front'")


def two_at_once(table, same_thing):
    """Two versions `NEW` and `o` of the same thing would hold on one day."""
    return f"""NEW.holds_from <= coalesce(NEW.holds_to, '9999-12-31') AND EXISTS (
  SELECT 1 FROM {table} o WHERE o.id <> NEW.id AND {same_thing} AND o.holds_from <= coalesce(o.holds_to, '9999-12-31')
    AND o.holds_from <= coalesce(NEW.holds_to, '9999-12-31') AND NEW.holds_from <= coalesce(o.holds_to, '9999-12-31'))"""
