"""`python -m bench.can`: what `can()` costs from the rights of a loaded person, beside a plain dict; and the one question that
loads them, beside the bare query.
"""

from statistics import median
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.scratch import database
from foundation.access import permissions
from foundation.access.policy import can
from foundation.organisation.models import Person

ROUNDS, CALLS = 7, 2_000
BARE = """SELECT g.role_id, g.company_id, g.valid_from, g.valid_to, r.side, r.privileged FROM access_rolegrant g
JOIN access_role r ON r.code = g.role_id WHERE g.person_id = %s"""


def main():
    with database() as books:
        person = Person.objects.get(pk=books.first.pk)
        codes = [permission.code for permission in permissions.declared()]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            for code in codes:
                can(person, code)
        answers = {(person.pk, code): bool(can(person, code)) for code in codes}
        called = per_call(lambda code: can(person, code), codes)
        looked = per_call(lambda code: answers[person.pk, code], codes)
        print(f"{books.vendor:10} {len(codes)} permissions asked with {len(asked)} query; can() {called * 1000:.4f} ms a call "
              f"of 0.1 ms, dict lookup {looked * 1000:.4f} ms")  # fmt: skip
        fresh, bare = per_load(books.first.pk), per_query(books.first.pk)
        print(
            f"{'':10} first can() of a request {fresh * 1000:.2f} ms, bare query {bare * 1000:.2f} ms, {fresh / bare:.1f} x"
        )


def per_call(ask, codes):
    spent = []
    for _round in range(ROUNDS):
        begin = perf_counter()
        for number in range(CALLS):
            ask(codes[number % len(codes)])
        spent.append((perf_counter() - begin) / CALLS)
    return median(spent)


def per_load(key):
    spent = []
    for _round in range(100):
        person = Person.objects.get(pk=key)
        begin = perf_counter()
        can(person, "accounting.entry:post")
        spent.append(perf_counter() - begin)
    return median(spent)


def per_query(key):
    spent = []
    for _round in range(100):
        begin = perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(BARE, [key])
            cursor.fetchall()
        spent.append(perf_counter() - begin)
    return median(spent)


if __name__ == "__main__":
    main()
