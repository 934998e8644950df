"""The pages of work orders, and what the rest of the house is told of them."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import fresh
from foundation.desk import worklist
from foundation.reports import catalogue
from foundation.screens import search
from workorders.actions import steps
from workorders.choices import OrderState
from workorders.models import WorkOrder
from workorders.queries.figures import Kept, kept_by_kind, missed_share

from .conftest import ASKED, at


def sent(client, url, **fields):
    return client.post(url, {"command_id": uuid4(), **fields})


def test_a_trader_asks_for_a_copy_and_the_accountant_delivers_it(office, client_of):
    front, back = client_of(office.front), client_of(office.back)
    ask = reverse("workorders:ask", args=["invoice_copy"])
    about = f"?about=contacts_partner:{office.partner.pk}"
    file = SimpleUploadedFile("anfrage.txt", b"Bitte die Rechnung", "text/plain")
    answer = sent(front, ask + about, title="RE 4711", priority="urgent", file=[file])
    order = WorkOrder.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, order.get_absolute_url())
    assert (order.subject, order.subject_key, order.team) == ("Ahorn (10001)", str(office.partner.pk), office.team)

    assert sent(back, reverse("workorders:next"))["Location"] == order.get_absolute_url()
    sent(back, reverse("workorders:ask_back", args=[order.pk]), text="Welche Seite?")
    sent(front, reverse("workorders:answer", args=[order.pk]), text="Die zweite.")
    sent(back, reverse("workorders:note", args=[order.pk]), text="Nur für uns.")
    sent(back, reverse("workorders:finish", args=[order.pk]), text="Anbei.")
    page = front.get(order.get_absolute_url()).content.decode()
    assert ["Nur für uns." in page, "Anbei." in page, "anfrage.txt" in page] == [False, True, True]
    assert "Nur für uns." in back.get(order.get_absolute_url()).content.decode()
    sent(front, reverse("workorders:confirm", args=[order.pk]))
    assert WorkOrder.objects.get().state == OrderState.CONFIRMED


def test_a_step_that_does_not_follow_answers_409_and_changes_nothing(office, brought, client_of):
    order = brought(OrderState.NEW)
    before = WorkOrder.objects.values().get()
    answer = sent(client_of(office.back), reverse("workorders:finish", args=[order.pk]), text="Fertig.")
    assert (answer.status_code, WorkOrder.objects.values().get()) == (409, before)


def test_the_one_who_asked_closes_nothing_by_its_address(office, brought, client_of):
    order = brought(OrderState.IN_WORK)
    answer = sent(client_of(office.front), reverse("workorders:finish", args=[order.pk]), text="Fertig.")
    assert (answer.status_code, "R25" in answer.content.decode()) == (403, True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("10001", "Ahorn (10001)"), ("ahorn", "Ahorn (10001)"), ("", ""), ("Birke", None)],
)
def test_a_partner_is_meant_by_number_or_beginning(office, client_of, typed, meant):
    answer = sent(
        client_of(office.front), reverse("workorders:ask", args=["free"]), title="T", priority="low", partner=typed
    )
    found = [order.subject for order in WorkOrder.objects.all()]
    assert (answer.status_code, found) == ((302, [meant]) if meant is not None else (422, []))


def test_nobody_asks_about_what_he_may_not_see(office, client_of):
    about = "?about=accounting_entry:1"
    page = client_of(office.front).get(reverse("workorders:choose") + about)
    assert (page.status_code, page.context["subject"]) == (200, None)


def test_what_waits_for_whom(office, brought):
    free, own, asked, done = (
        brought(state) for state in (OrderState.NEW, OrderState.IN_WORK, OrderState.WAITING_FRONT, OrderState.DONE)
    )
    seen = {
        who: [item.url for item in worklist.of(fresh(getattr(office, who))) if "workorders" in item.url]
        for who in ("front", "mate", "back", "second", "other", "auditor")
    }
    address = WorkOrder.get_absolute_url
    assert seen == {
        "front": [address(asked), address(done)], "mate": [], "back": [address(own), address(free)],
        "second": [address(free)], "other": [], "auditor": [],
    }  # fmt: skip


@pytest.mark.parametrize("page", ["orders", "mine", "team"])
def test_lists_cost_the_same_with_one_row_and_with_three(office, brought, client_of, page):
    browser = client_of(office.front if page == "mine" else office.back)
    counts = []
    for _turn in range(2):
        brought(OrderState.IN_WORK)
        browser.get(reverse(f"workorders:{page}"))
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse(f"workorders:{page}"))
        counts.append(len(queries))
        brought(OrderState.REOPENED)
    assert counts[0] == counts[1]


def test_found_by_number_and_words(office, ask):
    order = ask(title="Kopie für Ahorn")
    for text in (order.number, "a-2026-0000", "000001", "kopie"):
        assert [
            hit.url for group in search.find(office.back, text) for hit in group.hits if "workorders" in hit.url
        ] == [order.get_absolute_url()], text
    assert search.find(office.stranger, "kopie") == []


@pytest.fixture
def month(office, ask):
    """Two in time, one too late, one still open after its time, one that has time yet."""
    for title, minutes in (("a", 60), ("b", 119), ("c", 121)):
        order = steps.accept_order(ask(title=title, priority="urgent"), by=office.back, at=ASKED)
        steps.finish_order(order, by=office.back, at=ASKED + timedelta(minutes=minutes))
    ask(kind="call_back", priority="urgent")
    ask(kind="free", priority="low")


def test_the_share_that_was_not_kept(office, month):
    span = (office.company, date(2026, 11, 1), date(2026, 11, 30))
    assert kept_by_kind(*span, now=at("24.11.2026 08:00")) == [Kept("invoice_copy", 3, 1), Kept("call_back", 1, 1)]
    assert missed_share(*span, now=at("24.11.2026 08:00")) == Decimal("50.0")
    assert missed_share(office.company, date(2026, 10, 1), date(2026, 10, 31)) is None


def test_the_report_says_the_same(office, month):
    report = catalogue.get("workorders.kept")
    data = report.build(fresh(office.manager), {"first": date(2026, 11, 1), "last": date(2026, 11, 22)}, None)
    assert [line.cells[1:] for line in data.lines] == [["0", "0", "0", "–"]]
    data = report.build(fresh(office.manager), {"first": date(2026, 11, 23), "last": date(2026, 11, 23)}, None)
    assert data.lines[0].cells[1:4] == ["3", "2", "1"]
