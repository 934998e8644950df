"""Conditions that more than one subject uses."""

from foundation.records.day import TODAY

OWN_PERSON = "CAST(bo_actor('person') AS bigint)"


def differs(*columns):
    return "(" + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns) + ")"


def moves(transitions):
    """The condition that a change of state is not in the table."""
    steps = {(str(old.value), str(new.value)) for event in transitions.values() for old, new in event.items()}
    legal = " OR ".join(f"OLD.state = '{old}' AND NEW.state = '{new}'" for old, new in sorted(steps))
    return f"NEW.state <> OLD.state AND NOT ({legal})"


def in_front(person):
    """The condition that a person holds a role of the front office today."""
    return (
        "EXISTS (SELECT 1 FROM access_rolegrant g JOIN access_role r ON r.code = g.role_id AND r.side = 'front'"
        f" WHERE g.person_id = {person} AND g.valid_from <= {TODAY}"
        f" AND coalesce(g.valid_to, '9999-12-31') >= {TODAY})"
    )
