"""Conditions that more than one subject uses."""

from foundation.records.day import TODAY


def in_front(person):
    """The condition that a person holds a role of the front office today."""
    return (
        "EXISTS (SELECT 1 FROM access_rolegrant g JOIN access_role r ON r.code = g.role_id AND r.side = 'front'"
        f" WHERE g.person_id = {person} AND g.valid_from <= {TODAY}"
        f" AND coalesce(g.valid_to, '9999-12-31') >= {TODAY})"
    )
