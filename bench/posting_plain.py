"""The plain side: what somebody would write who wants the same rows in the same tables and nothing else.

Same columns, indexes, checks and foreign keys, over the same connection. No guard, no audit, no number range, no chain
and no balances.
"""

from django.db import connection, transaction
from django.utils import timezone

from accounting.models import Entry, Line

HASH = "0" * 64
TABLES = ("accounting_entry", "accounting_line")


def make_tables():
    """The tables under another name, without triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in TABLES:
                cursor.execute(f"CREATE TABLE plain_{table} (LIKE {table} INCLUDING ALL)")
                cursor.execute(
                    "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
                    [table],
                )
                for (text,) in cursor.fetchall():
                    for name in TABLES:
                        text = text.replace(f"REFERENCES {name}(", f"REFERENCES plain_{name}(")
                    cursor.execute(f"ALTER TABLE plain_{table} ADD {text}")
            return
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name IN (%s, %s) AND type <> 'trigger' AND sql <> ''", TABLES
        )
        for (text,) in cursor.fetchall():
            for table in TABLES:
                text = text.replace(f'"{table}"', f'"plain_{table}"')
            cursor.execute(text.replace('INDEX "', 'INDEX "plain_'))


def rows_of(entries):
    """Rows of entries and of their lines, to be written once more."""
    keys = [entry.pk for entry in entries]
    return _rows(Entry, pk__in=keys), _rows(Line, entry__in=keys)


def capture(entries, lines):
    with connection.cursor() as cursor, transaction.atomic():
        _insert(cursor, Entry, entries)
        _insert(cursor, Line, lines)


def write_posted(entry, lines, number, poster):
    """One entry as if it had never been a draft, with its lines."""
    known = {"state": "posted", "number": number, "posted_by_id": poster, "posted_at": timezone.now(), "hash": HASH}
    names = [field.attname for field in Entry._meta.concrete_fields]
    capture([tuple((dict(zip(names, entry, strict=True)) | known).values())], lines)


def post(numbered, poster):
    """`numbered` are (number, id of the entry)."""
    now = timezone.now()
    values = [value for number, pk in numbered for value in (pk, number, poster, now, HASH)]
    marks = ", ".join(["(%s, %s, %s, %s, %s)"] * len(numbered))
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(
            "UPDATE plain_accounting_entry SET state = 'posted', number = new.column2, posted_by_id = new.column3,"
            " posted_at = new.column4, previous_hash = new.column5, hash = new.column5"
            f" FROM (VALUES {marks}) AS new WHERE id = new.column1",
            values,
        )


def _rows(model, **where):
    fields = [field.attname for field in model._meta.concrete_fields]
    return list(model.objects.filter(**where).order_by("pk").values_list(*fields))


def _insert(cursor, model, rows):
    columns = ", ".join(field.column for field in model._meta.concrete_fields)
    marks = ", ".join([f"({', '.join(['%s'] * len(rows[0]))})"] * len(rows))
    values = [value for row in rows for value in row]
    cursor.execute(f"INSERT INTO plain_{model._meta.db_table} ({columns}) VALUES {marks}", values)
