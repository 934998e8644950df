"""A deal takes up the limits in the moment of its capture; what breaks one is blocked and waits for risk control."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import fresh
from foundation.access.gate import Denied
from foundation.lib.errors import BusinessError, Conflict
from foundation.records.actor import acting
from foundation.records.guards import explain
from risk import subjects
from risk.actions.decisions import decide_breach, reopen_run_out
from risk.calc.exposure import percent, state
from risk.choices import BREACH_TRANSITIONS, EXPOSURE_TRANSITIONS, BreachState, ExposureState
from risk.models import Exposure, LimitBreach
from risk.queries.exposure import look


@pytest.mark.parametrize(
    ("after", "amount", "expected"),
    [
        (0, 0, ("ok", None)),
        (1, 0, ("block", None)),
        (79_99, 100_00, ("ok", "80.0")),
        (80_00, 100_00, ("warn", "80.0")),
        (100_00, 100_00, ("warn", "100.0")),
        (100_01, 100_00, ("block", "100.1")),
        (10**17, 1, ("block", "10000000000000000000.0")),
    ],
)
def test_from_80_percent_it_warns_and_above_100_it_blocks(after, amount, expected):
    share = percent(after, amount)
    assert (state(after, amount), share and str(share)) == expected


def uses(verdict):
    return [(use.limit.kind, use.used, use.after, use.state) for use in verdict.uses]


def states(deal):
    exposure = Exposure.objects.get(subject_key=deal.pk)
    return exposure.state, [breach.state for breach in exposure.breaches.order_by("pk")]


def test_without_a_limit_of_the_counterparty_there_is_no_deal(deals, set_limit):
    set_limit(1_000_00, "total")
    deal, verdict = deals.capture(1_00)
    assert (verdict.state, verdict.missing, uses(verdict)) == ("block", True, [("total", 0, 1_00, "ok")])
    assert states(deal) == ("blocked", ["open"])


def test_every_limit_that_a_deal_concerns_is_asked_and_no_other(deals, house, set_limit):
    set_limit(1_000_00)
    set_limit(1_000_00, counterparty=house.other_partner)
    set_limit(500_00, "product", product="fx_spot")
    set_limit(500_00, "product", product="commodity")
    set_limit(400_00, "trader", trader=house.trader)
    set_limit(300_00, "desk", desk=house.desk)
    set_limit(200_00, "country", country="DE")
    set_limit(10_000_00, "total")
    deals.capture(100_00)
    deals.capture(50_00, counterparty_id=house.other_partner.pk, product="commodity", country="DK")
    verdict = look(deals.claim(100_00), at=timezone.now())
    assert uses(verdict) == [
        ("counterparty", 100_00, 200_00, "ok"),
        ("product", 100_00, 200_00, "ok"),
        ("trader", 150_00, 250_00, "ok"),
        ("desk", 150_00, 250_00, "warn"),
        ("country", 100_00, 200_00, "warn"),
        ("total", 150_00, 250_00, "ok"),
    ]
    assert verdict.state == "warn"


def test_blocked_deals_do_not_count_and_released_ones_no_longer(deals, set_limit):
    set_limit(100_00)
    first, verdict = deals.capture(100_00)
    second, blocked = deals.capture(1)
    assert (verdict.state, blocked.state) == ("warn", "block")
    deals.release(first)
    _third, passed = deals.capture(100_00)
    assert (passed.state, states(first), states(second)) == ("warn", ("released", []), ("blocked", ["open"]))


def test_a_deal_that_is_cancelled_leaves_nothing_to_decide(deals, set_limit):
    set_limit(100_00)
    deal, _verdict = deals.capture(100_01)
    deals.release(deal)
    assert states(deal) == ("released", ["reduced"])


def test_the_sums_are_one_query_however_many_deals_are_open(deals, set_limit):
    set_limit(100_000_00)
    set_limit(100_000_00, "total")

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            look(deals.claim(1), at=timezone.now())
        return len(queries)

    deals.capture(1_00)
    with_one = asked()
    for _deal in range(3):
        deals.capture(1_00)
    assert (with_one, asked()) == (2, 2)


# --- Decisions -------------------------------------------------------------------------------------------------------


def decide(breach, by, decision="tolerate", until=None, reason="Sicherheit gestellt"):
    until = until or (timezone.localdate() + timedelta(days=5) if decision == "tolerate" else None)
    return decide_breach(breach, by=fresh(by), decision=decision, reason=reason, until=until)


@pytest.fixture
def broken(deals, set_limit):
    """A deal of 150,00 at a limit of 100,00 and its breach."""
    set_limit(100_00)
    deals.deal, _verdict = deals.capture(150_00)
    deals.breach = LimitBreach.objects.get()
    return deals


def test_a_tolerance_lets_the_deal_pass_until_its_day_and_opens_again_after_it(broken, house):
    decide(broken.breach, house.risk)
    assert (states(broken.deal), broken.passed) == (("counting", ["tolerated"]), [broken.deal.pk])
    today = timezone.localdate()
    reopen_run_out(today + timedelta(days=5))
    assert states(broken.deal) == ("counting", ["tolerated"])
    reopen_run_out(today + timedelta(days=6))
    assert states(broken.deal) == ("counting", ["open"])
    with pytest.raises(BusinessError) as refused:
        decide(broken.breach, house.risk, "refuse")
    assert (refused.value.code, states(broken.deal)) == ("risk.stands", ("counting", ["open"]))


def test_a_refusal_ends_the_deal(broken, house):
    decide(broken.breach, house.risk, "refuse")
    assert (states(broken.deal), broken.refused, broken.passed) == (("released", ["refused"]), [broken.deal.pk], [])


@pytest.mark.parametrize("decision", ["raise", "reduce"])
def test_what_does_not_fit_is_neither_raised_nor_reduced(broken, house, decision):
    with pytest.raises(BusinessError) as refused:
        decide(broken.breach, house.risk, decision)
    assert (refused.value.code, states(broken.deal)) == ("risk.still_over", ("blocked", ["open"]))


def test_a_raised_limit_lets_the_deal_pass(broken, house, set_limit):
    set_limit(200_00)
    decide(broken.breach, house.risk, "raise")
    assert (states(broken.deal), broken.passed) == (("counting", ["raised"]), [broken.deal.pk])


def test_a_limit_that_is_over_only_now_is_a_breach_of_its_own(broken, house, set_limit):
    set_limit(120_00, "total")
    decide(broken.breach, house.risk)
    assert (states(broken.deal), broken.passed) == (("blocked", ["tolerated", "open"]), [])
    decide(LimitBreach.objects.open().get(), house.chief)
    assert (states(broken.deal), broken.passed) == (("counting", ["tolerated", "tolerated"]), [broken.deal.pk])


def test_of_two_who_decide_one_breach_the_second_reads_that_it_was_decided(broken, house):
    decide(broken.breach, house.risk)
    with pytest.raises(Conflict) as refused:
        decide(broken.breach, house.chief, "refuse")
    assert (refused.value.code, states(broken.deal)) == ("risk.decided", ("counting", ["tolerated"]))


@pytest.mark.parametrize("days", [-1, 367, None])
def test_a_tolerance_has_a_day_within_a_year(broken, house, days):
    until = timezone.localdate() + timedelta(days=days) if days else None
    with pytest.raises(BusinessError) as refused:
        decide_breach(broken.breach, by=fresh(house.risk), decision="tolerate", reason="weil", until=until)
    assert (refused.value.field, states(broken.deal)) == ("until", ("blocked", ["open"]))


def test_what_the_wing_refuses_undoes_the_decision(broken, house, monkeypatch):
    def cannot(key, by):
        raise Conflict("settlement.state", "no")

    subjects.register("contacts_partner", unblocked=cannot, refused=cannot)
    with pytest.raises(Conflict):
        decide(broken.breach, house.risk)
    assert states(broken.deal) == ("blocked", ["open"])


def test_neither_front_nor_others_decide(broken, house):
    answers = {}
    for name in ("trader", "back", "auditor", "admin"):
        with pytest.raises(Denied) as denied:
            decide(broken.breach, getattr(house, name))
        answers[name] = denied.value.decision.rule
    assert answers == {"trader": "R11", "back": "R11", "auditor": "R28", "admin": "R09"}


# --- The tables of states --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("old", BreachState.values)
@pytest.mark.parametrize("new", BreachState.values)
def test_a_breach_moves_along_its_table_only(broken, house, old, new):
    steps = {(a.value, b.value) for event in BREACH_TRANSITIONS.values() for a, b in event.items()}
    day, now = timezone.localdate(), timezone.now()
    full = {"decided_by": house.risk.pk, "decided_at": now, "reason": "weil"}
    until = {state: day if state == "tolerated" else None for state in BreachState.values}
    rows = LimitBreach.objects.filter(pk=broken.breach.pk)
    with acting(house.risk):
        if old != "open":
            rows.update(state=old, tolerated_until=until[old], **full)
    if old == new or (old, new) in steps:
        with acting(house.risk):
            rows.update(state=new, tolerated_until=until[new], **({} if old == new else full))
        return
    with pytest.raises(IntegrityError) as refused, acting(house.risk):
        rows.update(state=new, tolerated_until=until[new], **full)
    assert explain(refused.value).code == "risk.breach_stays"


@pytest.mark.parametrize("old", ExposureState.values)
@pytest.mark.parametrize("new", ExposureState.values)
def test_an_exposure_moves_along_its_table_only(deals, set_limit, old, new):
    steps = {(a.value, b.value) for event in EXPOSURE_TRANSITIONS.values() for a, b in event.items()}
    set_limit(100_00)
    deal, _verdict = deals.capture(100_00)
    with acting("system:test"):
        if old == "blocked":
            deals.release(deal)
            row = Exposure.objects.get()
            row.pk, row.state = None, "blocked"
            row.save(force_insert=True)
        row = Exposure.objects.latest("pk")
        if old == "released":
            Exposure.objects.filter(pk=row.pk).update(state="released")
    rows = Exposure.objects.filter(pk=row.pk)
    if old == new or (old, new) in steps:
        with acting("system:test"):
            assert rows.update(state=new) == 1
        return
    with pytest.raises(IntegrityError) as refused, acting("system:test"):
        rows.update(state=new)
    assert explain(refused.value).code == "risk.exposure_stays"


@pytest.mark.parametrize(
    "change", [{"amount": 1}, {"trader": 1}, {"subject_key": "0"}, {"state": "released", "amount": 0}]
)
def test_what_a_deal_took_up_stays(broken, change):
    with pytest.raises(IntegrityError) as refused, acting("system:test"):
        Exposure.objects.update(**change)
    assert explain(refused.value).code == "risk.exposure_stays"


def test_the_database_lets_no_blocked_deal_pass_while_a_breach_is_open(broken):
    with pytest.raises(IntegrityError) as refused, acting("system:test"):
        Exposure.objects.update(state="counting")
    assert explain(refused.value).code == "risk.still_open"
