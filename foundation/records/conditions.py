"""Conditions in SQL that the guards of every room use."""

OWN_PERSON = "CAST(bo_actor('person') AS bigint)"


def differs(*columns):
    return "(" + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns) + ")"


def moves_outside(transitions, column="state"):
    """The column changes in a way that stands nowhere in {event: {before: after}}."""
    return f"NEW.{column} <> OLD.{column} AND NOT ({moves_among(transitions.values(), column)})"


def moves_among(tables, column="state"):
    ways = {(str(before), str(after)) for moves in tables for before, after in moves.items() if before != after}
    return " OR ".join(f"(OLD.{column} = '{before}' AND NEW.{column} = '{after}')" for before, after in sorted(ways))
