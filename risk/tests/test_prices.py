"""Reference prices: read from the files of the central bank or set by two people of risk control, and never changed."""

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from conftest import fresh
from foundation.access import approvals
from foundation.access.choices import Vote
from foundation.access.gate import Denied
from foundation.calendars.days import working_days_after
from foundation.lib.dates import format_date
from foundation.lib.errors import BusinessError, Conflict
from foundation.records.actor import acting
from foundation.records.guards import explain
from risk.actions.prices import import_prices, propose_price
from risk.calc import ecb
from risk.calc.prices import is_far
from risk.choices import PRICE_TRANSITIONS, PriceState
from risk.models import ReferencePrice
from risk.queries.prices import reference_price

from .conftest import approve

ONE_DAY = "Date, USD, JPY, BGN, \n24 July 2026, 1.0825, 161.35, N/A, \n"
HISTORY = "Date,USD,JPY,TRL,\n2026-07-24,1.0825,161.35,N/A,\n2026-07-23,1.0801,160.9,1769500,\n"
XML = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
  xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<gesmes:subject>Reference rates</gesmes:subject>
<Cube>{days}</Cube>
</gesmes:Envelope>"""
A_DAY = """<Cube time="2026-07-24">
<Cube currency="USD" rate="1.0825"/><Cube currency="JPY" rate="161.35"/></Cube>"""
DAY_BEFORE = '<Cube time="2026-07-23"><Cube currency="USD" rate="1.0801"/></Cube>'
FRIDAY, THURSDAY = date(2026, 7, 24), date(2026, 7, 23)
OF_FRIDAY = [(FRIDAY, "USD", "1.0825"), (FRIDAY, "JPY", "161.35")]
OF_THURSDAY = [(THURSDAY, "USD", "1.0801"), (THURSDAY, "JPY", "160.9"), (THURSDAY, "TRL", "1769500")]


def packed(*files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files:
            archive.writestr(name, text)
    return data.getvalue()


FILES = {
    "one day": (ONE_DAY.encode(), OF_FRIDAY),
    "history": (HISTORY.encode(), OF_FRIDAY + OF_THURSDAY),
    "with a mark of its encoding": (("\ufeff" + HISTORY).encode(), OF_FRIDAY + OF_THURSDAY),
    "one day, packed": (packed(("eurofxref.csv", ONE_DAY)), OF_FRIDAY),
    "history, packed": (packed(("read me.txt", "x"), ("eurofxref-hist.csv", HISTORY)), OF_FRIDAY + OF_THURSDAY),
    "XML of one day": (XML.format(days=A_DAY).encode(), OF_FRIDAY),
    "XML of all": (XML.format(days=A_DAY + DAY_BEFORE).encode(), [*OF_FRIDAY, (THURSDAY, "USD", "1.0801")]),
    "XML, packed": (packed(("eurofxref-hist.xml", XML.format(days=A_DAY))), OF_FRIDAY),
}
WRONG = {
    "nothing": (b"", "ecb.unknown", ""),
    "another table": (b"Datum;Kurs\n1.1.2026;1\n", "ecb.unknown", ""),
    "another XML": (b"<a/>", "ecb.unknown", ""),
    "a head without days": (b"Date,USD\n", "ecb.empty", ""),
    "no number": (b"Date,USD,JPY\n2026-07-24,1.08,abc\n", "ecb.price", "2, JPY"),
    "a comma": (b'Date,USD\n2026-07-24,"1,08"\n', "ecb.price", "2, USD"),
    "zero": (b"Date,USD\n2026-07-24,0.0\n", "ecb.price", "2, USD"),
    "below zero": (b"Date,USD\n2026-07-24,-1.08\n", "ecb.price", "2, USD"),
    "too large": (b"Date,USD\n2026-07-24,10000000000000\n", "ecb.price", "2, USD"),
    "no such day": (b"Date,USD\n2026-07-24,1.08\n2026-02-30,1.08\n", "ecb.day", "3"),
    "a German month": (b"Date, USD\n24 Juli 2026, 1.08\n", "ecb.day", "2"),
    "the euro": (b"Date,EUR\n2026-07-24,1\n", "ecb.currency", "EUR"),
    "no currency": (b"Date,Dollar\n2026-07-24,1\n", "ecb.currency", "Dollar"),
    "a cell short": (b"Date,USD,JPY\n2026-07-24,1.08\n", "ecb.cells", "2"),
    "a cell more": (b"Date,USD\n2026-07-24,1.08,161\n", "ecb.cells", "2"),
    "a day twice": (b"Date,USD\n2026-07-24,1.08\n2026-07-24,1.09\n", "ecb.twice", "3"),
    "not UTF-8": (b"Date,USD\n\xff\n", "csv.encoding", ""),
    "an XML that is broken": (b"<Cube", "xml.malformed", ""),
    "an XML with a DOCTYPE": (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "xml.doctype", ""),
    "a wrong rate in XML": (XML.format(days=A_DAY.replace("161.35", "x")).encode(), "ecb.price", "6, JPY"),
    "a ZIP of nothing": (packed(("a.txt", "x")), "ecb.zip", ""),
    "a ZIP of two": (packed(("a.csv", ONE_DAY), ("b.csv", ONE_DAY)), "ecb.zip", ""),
    "a ZIP in a ZIP": (packed(("a.csv", packed(("b.csv", ONE_DAY)))), "zip.nested", ""),
}


@pytest.mark.parametrize("case", FILES)
def test_the_files_of_the_central_bank_are_read(case):
    data, rates = FILES[case]
    assert [(rate.day, rate.currency, str(rate.price)) for rate in ecb.read(data)] == rates


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named_with_its_line_and_currency(case):
    data, code, named = WRONG[case]
    with pytest.raises(BusinessError) as refused:
        ecb.read(data)
    assert (refused.value.code, named in str(refused.value)) == (code, True)


@pytest.mark.parametrize(
    ("price", "before", "far"),
    [
        ("1.0", "1.0", False),
        ("1.0499", "1.0", False),
        ("1.05", "1.0", True),
        ("0.95", "1.0", True),
        ("-2", "-2", False),
    ],
)
def test_five_percent_is_far(price, before, far):
    assert is_far(Decimal(price), Decimal(before)) is far


# --- Bringing in ------------------------------------------------------------------------------------------------------

TODAY = timezone.localdate()


def rates_of(day, usd="1.0825", jpy="161.35"):
    return f"Date,USD,JPY,\n{day},{usd},{jpy},\n"


def bring(house, text, by=None):
    upload = SimpleUploadedFile("eurofxref.csv", text.encode() if isinstance(text, str) else text)
    return import_prices(by=fresh(by or house.risk), upload=upload)


def kept():
    return sorted(ReferencePrice.objects.values_list("code", "day", "price", "source", "state"))


def test_what_is_new_comes_in_and_what_is_known_stays(house):
    yesterday = TODAY - timedelta(days=1)
    first = bring(house, rates_of(yesterday))
    again = bring(house, rates_of(TODAY) + f"{yesterday},9.9,9.9,\n1999-01-04,1.1789,133.73,\n")
    assert (first.new, first.known, first.days, first.currencies) == (2, 0, 1, 2)
    assert (again.new, again.known, again.old, again.days) == (2, 2, 2, 1)
    assert kept() == [
        (code, day, Decimal(price), "EZB", "approved")
        for code, price in (("EUR/JPY", "161.35"), ("EUR/USD", "1.0825"))
        for day in (yesterday, TODAY)
    ]


def test_one_wrong_number_and_nothing_comes_in(house):
    with pytest.raises(BusinessError):
        bring(house, rates_of(TODAY, jpy="abc"))
    with pytest.raises(BusinessError) as refused:
        bring(house, rates_of(TODAY) + f"{TODAY + timedelta(days=1)},1.1,160,\n")
    assert (refused.value.code, kept()) == ("risk.price_ahead", [])


@pytest.mark.parametrize(
    ("name", "rule"), [("trader", "R14"), ("back", "R14"), ("admin", "R09"), ("auditor", "R28"), ("other", "R14")]
)
def test_nobody_but_the_risk_side_brings_in_sets_or_approves(house, name, rule):
    person, proposed = getattr(house, name), propose(house)
    for act in (
        lambda: bring(house, rates_of(TODAY), by=person),
        lambda: propose(house, by=person),
        lambda: approve(proposed, person),
    ):
        with pytest.raises(Denied) as denied:
            act()
        assert denied.value.decision.rule == rule


# --- By hand ----------------------------------------------------------------------------------------------------------


def propose(house, price="8900", by=None, **facts):
    said = {"kind": "commodity", "code": "Kupfer", "day": TODAY, "reason": "Börse"}
    return propose_price(by=fresh(by or house.risk), price=Decimal(price), **said | facts)


def test_a_price_set_by_hand_holds_when_a_second_person_approved_it(house):
    price = propose(house)
    assert (price.state, reference_price("commodity", "Kupfer", TODAY)) == ("proposed", None)
    with pytest.raises(Denied) as denied:
        approve(price, house.risk)
    assert denied.value.decision.rule == "R03"
    approve(price, house.chief)
    found = reference_price("commodity", "Kupfer", TODAY)
    assert (found.price, found.day, found.source, found.approved_by) == (8900, TODAY, "manual", house.chief)


def test_a_refused_price_holds_never(house):
    price = propose(house)
    approvals.vote(approvals.pending_about(price).get(), by=fresh(house.chief), vote=Vote.NO, reason="veraltet")
    price.refresh_from_db()
    assert (price.state, reference_price("commodity", "Kupfer", TODAY)) == ("refused", None)


def test_for_each_day_there_is_one_price(house):
    waiting = propose(house, "1.08", kind="fx", code="eur/usd")
    bring(house, rates_of(TODAY))
    with pytest.raises(Conflict):
        propose(house, "1.08", kind="fx", code="EUR/USD")
    with pytest.raises(Conflict):
        approve(waiting, house.chief)
    assert reference_price("fx", "EUR/USD", TODAY).source == "EZB"


@pytest.mark.parametrize(("price", "needs"), [("9344.99", False), ("9345", True), ("8455", True), ("89", True)])
def test_a_price_far_from_the_last_has_to_be_confirmed(house, price, needs):
    approve(propose(house, day=TODAY - timedelta(days=1)), house.chief)
    if needs:
        with pytest.raises(BusinessError) as refused:
            propose(house, price)
        assert (refused.value.code, refused.value.field) == ("risk.price_far", "confirmed")
    assert propose(house, price, confirmed=needs).state == "proposed"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"price": "0"}, "risk.price_negative"),
        ({"price": "-1"}, "risk.price_negative"),
        ({"day": TODAY + timedelta(days=1)}, "risk.price_ahead"),
        ({"kind": "fx", "code": "USD/EUR"}, "risk.price_code"),
        ({"kind": "fx", "code": "EUR/EUR"}, "risk.price_code"),
        ({"kind": "rate", "code": "EUR/2M"}, "risk.price_code"),
    ],
)
def test_what_cannot_be_is_refused(house, facts, code):
    with pytest.raises(BusinessError) as refused:
        propose(house, **facts)
    assert (refused.value.code, kept()) == (code, [])


def test_a_rate_may_lie_below_zero(house):
    assert propose(house, "-0.5", kind="rate", code="eur/3m").code == "EUR/3M"


def test_a_price_is_fresh_for_five_working_days(house):
    approve(propose(house, day=FRIDAY), house.chief)
    ages = {age: reference_price("commodity", "Kupfer", working_days_after(FRIDAY, age)) for age in (0, 5, 6)}
    assert [age for age, found in ages.items() if found] == [0, 5]
    assert reference_price("commodity", "Kupfer", FRIDAY - timedelta(days=1)) is None


# --- The database -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", PRICE_TRANSITIONS)
@pytest.mark.parametrize("state", PriceState)
def test_the_database_knows_the_table_of_states(house, state, event):
    """Without an approval of a second person even the legal way to `approved` is closed."""
    price = propose(house)
    if state == PriceState.APPROVED:
        approve(price, house.chief)
    elif state == PriceState.REFUSED:
        approvals.vote(approvals.pending_about(price).get(), by=fresh(house.chief), vote=Vote.NO, reason="nein")
    target = next(iter(PRICE_TRANSITIONS[event].values()))
    legal = state in PRICE_TRANSITIONS[event] and target != PriceState.APPROVED
    if legal or target == state:
        change(price, state=target)
    else:
        with pytest.raises(DatabaseError):
            change(price, state=target)


def change(changed, **facts):
    with transaction.atomic(), acting("system:test"):
        ReferencePrice.objects.filter(pk=changed.pk).update(**facts)


@pytest.mark.parametrize(
    "facts",
    [{"price": 1}, {"code": "Gold"}, {"day": date(2020, 1, 1)}, {"source": "EZB"}, {"reason": "x"}, {"kind": "goods"}],
)
def test_what_was_said_stays(house, facts):
    price = approve(propose(house), house.chief)
    with pytest.raises(DatabaseError) as refused:
        change(price, **facts)
    assert explain(refused.value).code == "risk.price_stays"


def test_no_price_goes_and_none_is_made_for_others(house):
    price = approve(propose(house), house.chief)
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), acting("system:test"):
        ReferencePrice.objects.filter(pk=price.pk)._raw_delete("default")
    assert explain(refused.value).code == "risk.price_stays"
    facts = {"kind": "fx", "code": "EUR/USD", "day": TODAY, "price": 1, "source": "EZB", "state": "approved"}
    for by, maker, code in (
        (house.risk, house.chief, "risk.price_own_name"),
        (house.trader, house.trader, "rule.R14"),
    ):
        with pytest.raises(DatabaseError) as refused, transaction.atomic(), acting(fresh(by)):
            ReferencePrice.objects.create(made_by=maker, **facts)
        assert explain(refused.value).code == code
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), acting(fresh(house.risk)):
        ReferencePrice.objects.create(made_by=house.risk, **facts | {"source": "manual", "approved_by": house.chief})
    assert explain(refused.value).code == "risk.price_proposed"


# --- Pages ------------------------------------------------------------------------------------------------------------


def post(browser, url, **fields):
    return browser.post(url, {"command_id": uuid4(), **fields})


def test_a_file_is_brought_in_on_its_page_and_seen_in_the_list(house, client_of):
    browser = client_of(house.risk)
    file = SimpleUploadedFile("eurofxref.csv", rates_of(TODAY).encode())
    answer = post(browser, "/risk/prices/import/", file=file)
    assert (answer.status_code, answer["Location"]) == (302, "/risk/prices/")
    page = browser.get("/risk/prices/?kind=fx&q=usd").content.decode()
    assert "EUR/USD" in page and "1,0825" in page and "EUR/JPY" not in page
    file = SimpleUploadedFile("eurofxref.csv", b"Date,USD\n2026-07-24,abc\n")
    answer = post(browser, "/risk/prices/import/", file=file)
    assert (answer.status_code, "USD" in answer.content.decode()) == (409, True)


def test_a_price_is_set_on_its_form_and_leads_to_its_approval(house, client_of):
    browser, day = client_of(house.risk), format_date(TODAY)
    fields = {"kind": "commodity", "code": "Kupfer", "day": day, "reason": "Börse"}
    answer = post(browser, "/risk/prices/new/", price="8.900,50", **fields)
    price = ReferencePrice.objects.get()
    assert (answer["Location"], price.price) == (price.get_absolute_url(), Decimal("8900.5"))
    assert "8.900,5" in browser.get(price.get_absolute_url()).content.decode()
    approval = approvals.pending_about(price).get()
    answer = client_of(house.chief).get(f"/desk/approvals/{approval.pk}/")
    assert (answer.status_code, price.get_absolute_url() in answer.content.decode()) == (200, True)
    answer = post(client_of(house.trader), "/risk/prices/new/", price="1", **fields)
    assert (answer.status_code, b"R14" in answer.content) == (403, True)
