from django.db import connection

from accounting.models import Entry
from foundation.records.actor import acting

TRIGGER = "guard_audit_accounting_entry_insert"


def insert(books, period, day, count):
    with acting(books.first):
        Entry.objects.bulk_create(
            Entry(
                company=books.company, journal=books.journal, fiscal_year=period.fiscal_year, period=period,
                posting_date=day, document_date=day, text=f"Sale {number}", captured_by=books.first,
            )
            for number in range(count)
        )  # fmt: skip


def without_audit():
    table = " ON accounting_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{TRIGGER}"{table}')
