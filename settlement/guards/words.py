"""Conditions that more than one subject uses."""

from risk.guards.words import in_front

OWN_PERSON = "CAST(bo_actor('person') AS bigint)"
BY_FRONT = in_front(OWN_PERSON)


def differs(*columns):
    return "(" + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns) + ")"


def moves_outside(transitions, column="state"):
    """The column changes in a way that stands nowhere in {event: {before: after}}."""
    ways = {(before, after) for moves in transitions.values() for before, after in moves.items() if before != after}
    allowed = " OR ".join(f"(OLD.{column} = '{before}' AND NEW.{column} = '{after}')" for before, after in sorted(ways))
    return f"NEW.{column} <> OLD.{column} AND NOT ({allowed})"
