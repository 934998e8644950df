from .models import Unit


def units_below(*roots):
    """Ids of these units and of all that belong to them. Companies have few, so they are read at once."""
    children = {}
    for pk, parent in Unit.objects.values_list("pk", "parent"):
        children.setdefault(parent, []).append(pk)
    found, waiting = set(), [unit for unit in roots if unit]
    while waiting:
        unit = waiting.pop()
        if unit not in found:
            found.add(unit)
            waiting += children.get(unit, ())
    return found
