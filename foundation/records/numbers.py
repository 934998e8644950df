"""Gapless numbers. Taken last in the transaction that uses them, so the counter row is locked for a moment only."""

from django.db import connection

from .models import NumberRange


def take(key, count=1):
    """Give out `count` numbers of a range and return the first of them. A rollback gives them back."""
    table = NumberRange._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET last = last + %s WHERE key = %s RETURNING last", [count, key])
        row = cursor.fetchone()
    if row:
        return row[0] - count + 1
    NumberRange.objects.bulk_create([NumberRange(key=key)], ignore_conflicts=True)
    return take(key, count)
