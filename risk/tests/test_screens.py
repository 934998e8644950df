"""Risk control on its pages: limits set and approved, exposure seen, breaches decided."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from conftest import fresh
from foundation.access import approvals
from foundation.desk import figures, worklist
from foundation.lib.dates import format_date
from foundation.notices.models import Notice
from risk.models import Limit, LimitBreach

from .conftest import propose

DAY = format_date(timezone.localdate())


def post(browser, url, **fields):
    return browser.post(url, {"command_id": uuid4(), **fields})


def test_a_limit_is_set_on_its_form_and_shown_full_as_it_is(house, deals, set_limit, client_of):
    browser = client_of(house.risk)
    answer = post(
        browser, "/risk/limits/new/?kind=counterparty", counterparty=house.partner.pk, amount="1.000,00", valid_from=DAY,
        reason="Beschluss",
    )  # fmt: skip
    limit = Limit.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, limit.get_absolute_url())
    approvals.vote(approvals.pending_about(limit).get(), by=fresh(house.chief), vote="yes")
    deals.capture(900_00)
    page = browser.get("/risk/limits/").content.decode()
    assert "Baltic Commodities" in page and "90,0 %" in page and "tone-wait" in page
    page = browser.get(limit.get_absolute_url()).content.decode()
    assert "G-2026-000001" in page and "900,00" in page and "100,00" in page


@pytest.mark.parametrize("kind", ["counterparty", "product", "trader", "desk", "country", "total"])
def test_there_is_a_form_and_a_view_of_the_exposure_for_each_kind(house, deals, client_of, kind):
    deals.capture(1_00)
    browser = client_of(house.risk)
    form = browser.get(f"/risk/limits/new/?kind={kind}")
    shown = [
        name for name in form.context["form"].fields if name in ("counterparty", "product", "trader", "desk", "country")
    ]
    assert (form.status_code, shown) == (200, [kind] if kind != "total" else [])
    assert browser.get(f"/risk/exposure/?by={kind}").status_code == 200


def test_a_change_begins_with_what_holds_and_may_be_withdrawn(house, set_limit, client_of):
    limit, browser = set_limit(100_00), client_of(house.risk)
    form = browser.get(reverse("risk:limit_version", args=[limit.pk])).context["form"]
    assert form.initial["amount"] == 100_00
    post(browser, reverse("risk:limit_version", args=[limit.pk]), amount="200,00", valid_from=DAY, reason="mehr")
    new = Limit.objects.latest("pk")
    assert (new.amount, new.counterparty, new.state) == (200_00, house.partner, "asked")
    post(browser, reverse("risk:limit_withdraw", args=[new.pk]))
    new.refresh_from_db()
    assert (new.state, approvals.pending_about(new).exists()) == ("withdrawn", False)
    offers = [browser.get(each.get_absolute_url()).context["may_edit"] for each in (limit, new)]
    assert [bool(offer) for offer in offers] == [True, False]


def test_the_front_office_reads_the_rule_that_keeps_it_out(house, deals, set_limit, client_of):
    limit = set_limit(100_00)
    deals.capture(200_00)
    breach, browser = LimitBreach.objects.get(), client_of(house.trader)
    for url in (
        reverse("risk:limit_new"),
        reverse("risk:limit_version", args=[limit.pk]),
        reverse("risk:breach_decision", args=[breach.pk]),
    ):
        answer = post(browser, url, amount="1", decision="tolerate", reason="ich", until=DAY)
        assert (answer.status_code, b"R11" in answer.content) == (403, True)
    assert (Limit.objects.count(), LimitBreach.objects.get().state) == (1, "open")


def test_a_breach_waits_in_the_work_list_and_is_decided_on_its_page(house, deals, set_limit, client_of):
    set_limit(100_00)
    deals.capture(200_00)
    breach = LimitBreach.objects.get()
    told = set(Notice.objects.values_list("person", "url"))
    assert told == {(person.pk, breach.get_absolute_url()) for person in (house.risk, house.risk2, house.chief)}
    (item,) = (item for item in worklist.of(fresh(house.risk)) if item.url.startswith("/risk/breaches/"))
    assert item.url == "/risk/breaches/?state=open"
    at_home = {figure.url: (figure.value, figure.tone) for figure in figures.of(fresh(house.chief))}
    assert at_home[item.url] == (1, "bad")
    browser = client_of(house.risk)
    assert "G-2026-000001" in browser.get(item.url).content.decode()
    url = reverse("risk:breach_decision", args=[breach.pk])
    assert post(browser, url, decision="tolerate", reason="Sicherheit").status_code == 409
    assert post(browser, url, decision="tolerate", reason="Sicherheit", until=DAY).status_code == 302
    slower = post(client_of(house.chief), url, decision="refuse", reason="nein")
    assert (slower.status_code, "inzwischen entschieden" in slower.content.decode()) == (409, True)
    breach.refresh_from_db()
    assert (breach.state, breach.decided_by, worklist.of(fresh(house.risk))[0].due) == (
        "tolerated",
        house.risk,
        timezone.localdate(),
    )
    post(browser, reverse("risk:breach_reopening", args=[breach.pk]), reason="Sicherheit fiel weg")
    breach.refresh_from_db()
    assert breach.state == "open"


def test_an_approval_leads_to_its_limit(house, client_of):
    limit = propose(house, 100_00)
    approval = approvals.pending_about(limit).get()
    page = client_of(house.chief).get(reverse("desk:approval", args=[approval.pk])).content.decode()
    assert limit.get_absolute_url() in page
