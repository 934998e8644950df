"""Rows as they stood at an earlier moment: what was written since is taken back, by the audit trail."""

import json

from .models import AuditEvent
from .models.audit import Operation


def in_state(rows, states, moment, *fields, column="state"):
    """Those of the rows that were in one of these states just before that moment, in the order of their keys. Their
    state and these `fields` say what they said then; `rows` are such as were there already."""
    model = rows.model
    earlier = _before(model, moment)
    found = {row.pk: row for row in rows.filter(**{f"{column}__in": states}) if row.pk not in earlier}
    moved = rows.in_bulk([pk for pk, said in earlier.items() if said[column] in states])
    for pk, row in moved.items():
        for field in (model._meta.get_field(name) for name in (column, *fields)):
            setattr(row, field.attname, field.to_python(earlier[pk][field.column]))
    return [row for _pk, row in sorted((found | moved).items())]


def _before(model, moment):
    """{pk: the row as its first change since that moment found it}"""
    changes = AuditEvent.objects.filter(table=model._meta.db_table, operation=Operation.UPDATE, at__gte=moment)
    newest_first = changes.order_by("-pk").values_list("key", "payload__before")
    return {int(key): json.loads(before) for key, before in newest_first}
