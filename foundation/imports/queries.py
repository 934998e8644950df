"""What the rows of a table mean for a company, and what stands against them."""

from itertools import islice

from django.utils.translation import gettext as _

from .models import TableImportRow

CHUNK = 500
Finding = TableImportRow.Finding


class Staging:
    """The rows of a sheet as they would be brought in: in chunks, unsaved and without batch."""

    def __init__(self, kind, company, sheet):
        self._kind, self._company, self._rows = kind, company, iter(sheet)
        self._lines = {key: {} for key in kind.keys}

    def chunks(self):
        while chunk := list(islice(self._rows, CHUNK)):
            known = {key: self._known(key, chunk) for key in self._kind.keys}
            yield [self._staged(row, known) for row in chunk]

    def _known(self, key, rows):
        return self._kind.known(self._company, key, {row.values[key] for row in rows if row.values.get(key)})

    def _staged(self, row, known):
        finding, problem = Finding.ERROR, "\n".join(row.problems)
        if not problem:
            problem = self._met_before(row, known)
            finding = Finding.KNOWN if problem else Finding.FINE
        return TableImportRow(line=row.line, finding=finding, problem=problem, cells=row.cells)

    def _met_before(self, row, known):
        """Why it is passed over: its number, or whatever comes once, is there already."""
        keys = {column.name: column for column in self._kind.columns if row.values.get(column.name)}
        for key in (key for key in self._kind.keys if key in keys):
            facts = {"column": keys[key].label, "value": row.values[key]}
            if row.values[key] in known[key]:
                return _("{column} {value} is there already.").format(**facts)
            if line := self._lines[key].get(row.values[key]):
                return _("{column} {value} stands in row {line} already.").format(line=line, **facts)
        for key in self._kind.keys:
            self._lines[key].setdefault(row.values.get(key), row.line)
        return ""
