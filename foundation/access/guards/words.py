"""Conditions that the guards of several rooms use."""

from foundation.records.day import TODAY


def on_side(person, side):
    """That a person holds a role of this side today; both are SQL."""
    return (
        f"EXISTS (SELECT 1 FROM access_rolegrant g JOIN access_role r ON r.code = g.role_id AND r.side = {side}"
        f" WHERE g.person_id = {person} AND g.valid_from <= {TODAY}"
        f" AND coalesce(g.valid_to, '9999-12-31') >= {TODAY})"
    )
