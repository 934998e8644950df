"""A row goes from state to state along a table {event: {state before: state after}}, and in no other way."""


def move(row, moves, event, *, column="state", otherwise, **facts):
    """Writes the state that follows, and `facts` with it. Returns that state.

    Raises `otherwise` where the event leads nowhere from the state that the caller saw, or where somebody was quicker:
    of two people who move a row at the same moment one does.
    """
    before = getattr(row, column)
    after = moves[event].get(before)
    written = {column: after, **facts}
    if after is None or not type(row)._base_manager.filter(pk=row.pk, **{column: before}).update(**written):
        raise otherwise
    for name, value in written.items():
        setattr(row, name, value)
    return after
