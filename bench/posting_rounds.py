"""The two sides of the comparison."""

from django.db import connection, transaction

from accounting.actions.bulk import capture_many
from accounting.actions.entries import capture_entry
from accounting.actions.posting import post_entries
from accounting.models import Entry, Line
from bench.company import sale
from bench.scratch import clock


def post_one(books, number, day):
    """Captured by one, posted by the other: two commits, as in the portal."""
    draft = sale(number, day)
    entry = capture_entry(
        by=books.first, company=books.company, journal=books.journal, posting_date=day, text=draft.text,
        lines=draft.lines, document_number=draft.document_number,
    )  # fmt: skip
    return post_entries([entry.pk], by=books.second)[0]


def post_batch(books, count, day):
    drafts = [sale(number, day) for number in range(count)]
    entries = capture_many(by=books.first, company=books.company, drafts=drafts)
    return post_entries([entry.pk for entry in entries], by=books.second)


def make_plain_tables(tables):
    """The same tables and indexes under another name, without triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in tables:
                cursor.execute(f"CREATE TABLE plain_{table} (LIKE {table} INCLUDING ALL)")
            return
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name IN (%s, %s) AND type <> 'trigger' AND sql <> ''", tables
        )
        for (text,) in cursor.fetchall():
            for table in tables:
                text = text.replace(f'"{table}"', f'"plain_{table}"')
            cursor.execute(text.replace('INDEX "', 'INDEX "plain_'))


def plain(entries, spent, name, one_commit):
    """Writes the rows of these posted entries once more; only the writing is timed."""
    rows = [(_rows(Entry, pk=entry.pk), _rows(Line, entry=entry)) for entry in entries]
    with connection.cursor() as cursor, clock(spent, name):
        if one_commit:
            with transaction.atomic():
                _insert(cursor, Entry, [row for entry, _lines in rows for row in entry])
                _insert(cursor, Line, [row for _entry, lines in rows for row in lines])
            return
        for entry, lines in rows:
            with transaction.atomic():
                _insert(cursor, Entry, entry)
                _insert(cursor, Line, lines)


def _rows(model, **where):
    return list(model.objects.filter(**where).values_list(*(field.attname for field in model._meta.concrete_fields)))


def _insert(cursor, model, rows):
    columns = ", ".join(field.column for field in model._meta.concrete_fields)
    marks = f"({', '.join(['%s'] * len(rows[0]))})"
    for start in range(0, len(rows), 100):
        chunk = rows[start : start + 100]
        values = [value for row in chunk for value in row]
        statement = f"INSERT INTO plain_{model._meta.db_table} ({columns}) VALUES {', '.join([marks] * len(chunk))}"
        cursor.execute(statement, values)
