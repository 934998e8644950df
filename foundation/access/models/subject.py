from collections import defaultdict

from django.apps import apps


class Subject:
    """The row that an approval is about, of whatever table; None if it is gone.

    `prefetch_related("subject")` reads those of a whole list with one query for each table.
    """

    def __get__(self, approval, owner):
        if approval is None:
            return self
        if not self.is_cached(approval):
            approval.__dict__["_subject"] = _read([approval]).get(_address(approval))
        return approval.__dict__["_subject"]

    def is_cached(self, approval):
        return "_subject" in approval.__dict__

    def get_prefetch_querysets(self, approvals, querysets=None):
        """What Django's prefetching asks for: rows, their address, that of an approval, single, where to keep it."""
        found = _read(approvals)
        return list(found.values()), _address_of_row, _address, True, "_subject", True


def _read(approvals):
    keys = defaultdict(set)
    for approval in approvals:
        keys[approval.subject_table].add(approval.subject_key)
    models = {model._meta.db_table: model for model in apps.get_models()}
    rows = (row for table in keys for row in _of(models[table]).filter(pk__in=keys[table]))
    return {_address_of_row(row): row for row in rows}


def _of(model):
    """With what its decision looks at, which a model may name in `approval_reads`."""
    return model.objects.select_related().prefetch_related(*getattr(model, "approval_reads", ()))


def _address(approval):
    return approval.subject_table, approval.subject_key


def _address_of_row(row):
    return row._meta.db_table, str(row.pk)
