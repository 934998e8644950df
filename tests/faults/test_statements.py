"""The database fails at the n-th statement of an action, for every n: nothing of it stays, and done again it is whole."""

from datetime import date
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection

from accounting.actions.books import set_period_state
from accounting.actions.entries import attach_document, reverse_entry
from accounting.actions.imports import stage_import
from accounting.actions.posting import post_entries
from accounting.choices import PeriodState
from accounting.models import Entry, Period
from accounting.queries.chain import verify_books
from accounting.tests.test_imports import row, upload
from conftest import fresh
from foundation.access import approvals
from foundation.access.actions.roles import request_role
from foundation.access.choices import Vote
from foundation.access.models import Approval, Role
from foundation.documents.queries import file_problems
from foundation.records import seals


class FailingAt:
    """Raises instead of the n-th statement."""

    def __init__(self, n):
        self.n, self.seen = n, 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.seen == self.n:
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)


def everything():
    with connection.cursor() as cursor:
        return {table: rows_of(cursor, table) for table in connection.introspection.table_names(cursor)}


def rows_of(cursor, table):
    cursor.execute(f'SELECT * FROM "{table}"')
    return sorted(map(repr, cursor.fetchall()))


def capture(house):
    return house.capture


def post(house):
    entry = house.capture()
    return lambda: post_entries([entry.pk], by=fresh(house.second))


def reverse(house):
    entry = house.capture()
    post_entries([entry.pk], by=fresh(house.second))
    return lambda: reverse_entry(
        Entry.objects.get(pk=entry.pk), by=fresh(house.back), posting_date=date(2026, 3, 20), text="Storno"
    )


def attach(house):
    entry = house.capture()
    return lambda: attach_document(
        Entry.objects.get(pk=entry.pk), by=fresh(house.back), upload=SimpleUploadedFile("beleg.txt", b"Beleg")
    )


def stage(house):
    return lambda: stage_import(by=fresh(house.back), company=house.company, upload=upload(row(3), row(4)))


def lock(house):
    period = Period.objects.get(fiscal_year__company=house.company, number=1)
    return lambda: set_period_state(period, by=fresh(house.manager), state=PeriodState.SOFT_LOCKED)


def ask(house):
    return lambda: request_role(
        by=fresh(house.admin), person=fresh(house.other), role=Role.objects.get(pk="back.customs"),
        valid_from=date(2026, 3, 1), reason="Vertretung",
    )  # fmt: skip


def grant(house):
    ask(house)()
    return lambda: approvals.vote(Approval.objects.get(), by=fresh(house.admin2), vote=Vote.YES)


@pytest.mark.parametrize("prepared", [capture, post, reverse, attach, stage, lock, ask, grant])
def test_an_action_is_whole_or_not_there(books, capture, prepared):
    books.capture = capture
    act, before = prepared(books), everything()
    for n in count(1):
        failing = FailingAt(n)
        try:
            with connection.execute_wrapper(failing):
                act()
        except OperationalError:
            assert everything() == before, f"statement {n}"
        if failing.seen < n:
            break
    assert n > 4
    assert everything() != before
    seals.seal()
    assert [*verify_books(), *file_problems(), *seals.verify()] == []
