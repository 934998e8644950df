from .models import Unit


def units_below(unit):
    """Ids of a unit and of all units that belong to it. Companies have few, so they are read at once."""
    children = {}
    for pk, parent in Unit.objects.values_list("pk", "parent"):
        children.setdefault(parent, []).append(pk)
    found, waiting = set(), [unit] if unit else []
    while waiting:
        found.add(waiting[-1])
        waiting.extend(children.get(waiting.pop(), ()))
    return found
