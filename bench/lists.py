"""`python -m bench.lists [ROWS...]`: a page of a long list against a bare Django page that shows the same 50 rows.

Both are answered in this process through their whole stack of middleware, in turn, signed in; then each by gunicorn to
eight clients at once. Printed are the queries of a page, the medians of the CPU milliseconds, and of the waiting times
the median and the 95th percentile.

Aims: at most 8 queries; at most twice the CPU of the bare page; the same at 10,000 rows and at a million, on the first
page and on one in the middle; p95 at eight clients at most 170 ms on two idle cores.
"""

import logging
import sys
from io import StringIO
from statistics import median, quantiles
from time import process_time
from wsgiref.util import setup_testing_defaults

from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounting.models import Entry
from bench import lists_wsgi as bare
from bench.lists_fill import fill
from bench.scratch import database
from bench.serving import asked, serving
from foundation.access.models import User
from foundation.contacts.models import Partner
from foundation.records.actor import acting
from foundation.screens.paging import page_of

SIZES, ROUNDS, TIMES = (10_000, 100_000, 1_000_000), 9, 5
CLIENTS, REQUESTS = 8, 240
LISTS = {
    "entries": ("/accounting/entries/", "/plain/entries/", Entry, "-posting_date"),
    "partners": ("/contacts/", "/plain/partners/", Partner, "name"),
}


def main(sizes):
    logging.getLogger().handlers[0].setStream(StringIO())  # written as always, and read by nobody
    call_command("collectstatic", verbosity=0, interactive=False)
    with database() as books:
        cookie = signed_in(books.first)
        portal = WSGIHandler()
        filled = 0
        for size in sizes:
            fill(books, filled, size)
            filled = size
            for name, (address, peer, model, order) in LISTS.items():
                middle = f"{address}?after={cursor_in_the_middle(model, order)}"
                report(
                    books,
                    f"{size:9,} {name:8}",
                    cookie,
                    ((portal, address), (portal, middle), (bare.application, peer)),
                )
        connection.close()
        report_waiting(books, cookie)


def signed_in(person):
    client = Client()
    with acting("system:bench"):
        client.force_login(User.objects.get(person=person))
    return "; ".join(f"{key}={cookie.value}" for key, cookie in client.cookies.items())


def cursor_in_the_middle(model, order):
    """As if somebody had turned so many pages."""
    path = order.removeprefix("-")
    half = model.objects.order_by(path)[model.objects.count() // 2 :].values_list(path, flat=True)[0]
    way = "lte" if order.startswith("-") else "gte"
    return page_of(model.objects.filter(**{f"{path}__{way}": half}), order=order).after


def report(books, what, cookie, pages):
    """`pages` are (application, address): our first, our middle, and the bare one."""
    for application, page in pages:
        answer(application, page, cookie)
    with CaptureQueriesContext(connection) as log:
        answer(*pages[0], cookie)
        queries = len(log)
    rounds = [[busy(application, page, cookie) for application, page in pages] for _each in range(ROUNDS)]
    first, deep, plain_page = (median(side) for side in zip(*rounds, strict=True))
    ratio = median(ours / theirs for ours, _deep, theirs in rounds)
    print(
        f"{books.vendor:10} {what}  {queries} queries (aim 8)  first {first:5.1f} ms  middle {deep:5.1f} ms"
        f"  bare {plain_page:5.1f} ms  ratio {ratio:.2f} (aim 2)",
        flush=True,
    )


def busy(application, page, cookie):
    """CPU milliseconds of one page, of a few in a row."""
    start = process_time()
    for _each in range(TIMES):
        answer(application, page, cookie)
    return (process_time() - start) / TIMES * 1000


def answer(application, page, cookie):
    path, _mark, query = page.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_COOKIE": cookie, "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    said = []
    body = application(environ, lambda status, headers: said.append(status))
    text = b"".join(body)
    body.close()
    assert said == ["200 OK"] and text.count(b"<tr") >= 50, (page, said)


def report_waiting(books, cookie):
    """Both servers are there the whole time and are asked in turn."""
    with serving("backoffice.wsgi") as ours, serving("lists_wsgi") as bare:
        for name, (address, peer, _model, _order) in LISTS.items():
            for clients in (1, CLIENTS):
                waits = {ours + address: [], bare + peer: []}
                for _round in range(3):
                    for page, spent in waits.items():
                        spent += asked(page, cookie, clients, REQUESTS // 3)
                (ours_50, ours_95), (bare_50, bare_95) = (
                    (median(spent), quantiles(spent, n=20)[-1]) for spent in waits.values()
                )
                aim = "(aim 170)" if clients > 1 else "(aim 45) "
                print(
                    f"{books.vendor:10} {name:8} {clients} at once  median {ours_50:4.0f} ms  p95 {ours_95:4.0f} ms {aim}"
                    f"  bare {bare_50:4.0f} ms and {bare_95:4.0f} ms  p95 ratio {ours_95 / bare_95:.2f}",
                    flush=True,
                )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
