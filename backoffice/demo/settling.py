"""What became of the deals of Nordlicht: those of the year worked off to the end, those of the last days in every state."""

from datetime import date, time, timedelta
from decimal import Decimal
from itertools import groupby

from django.utils import timezone

from accounting.actions.bulk import Draft, capture_many
from accounting.actions.posting import post_entries
from accounting.calc.lines import LineData
from foundation.calendars.days import nearest_working_day
from foundation.contacts.actions import add_bank_account
from foundation.records.actor import acting
from settlement.actions.confirmations import clear_discrepancy, confirm_deal, record_confirmation
from settlement.actions.deals import number_deal
from settlement.actions.market import decide_market
from settlement.actions.settlements import Instruction, propose_settlement, release_settlement
from settlement.calc.flows import commission
from settlement.choices import (
    Clearing,
    ConfirmationState,
    DealState,
    MarketOutcome,
    Product,
    SettlementState,
    Way,
)
from settlement.models import Confirmation, Deal, MarketCheck, ProductTerms, Settlement
from settlement.queries.terms import begun, fill

from .risk import clock_at

FOUR_EYES_FROM = 150_000_00
TRANSIT, PASSED = "1360", "1590"  # what comes and goes between banks is in transit until the bank has it
BY_PRODUCT = {  # tolerance, accounts when we buy, when we sell
    Product.FX_SPOT: ("0.25", (TRANSIT, PASSED), (PASSED, TRANSIT)),
    Product.FX_FORWARD: ("0.5", (TRANSIT, PASSED), (PASSED, TRANSIT)),
    Product.MONEY_MARKET: ("0.1", (TRANSIT, PASSED), (PASSED, TRANSIT)),
    Product.COMMODITY: ("1", ("3200", PASSED), (PASSED, "8200")),
    Product.GOODS_CONTRACT: ("3", ("3200", PASSED), (PASSED, "8200")),
    Product.BROKERED: ("0", (PASSED, "8510"), (PASSED, "8510")),
}
JOURNAL = "AB"
SAID = (
    "counterparty", "product", "direction", "amount", "currency", "price", "counter_amount", "counter_currency",
    "value_date",
)  # fmt: skip


def set_terms(head, company, first):
    with acting(head):
        ProductTerms.objects.bulk_create(
            ProductTerms(
                company=company, product=product, valid_from=first, tolerance=Decimal(tolerance),
                four_eyes_from=FOUR_EYES_FROM, journal=JOURNAL, buy_debit=buy[0], buy_credit=buy[1],
                sell_debit=sell[0], sell_credit=sell[1], set_by=head,
            )
            for product, (tolerance, buy, sell) in BY_PRODUCT.items()
        )  # fmt: skip


def keep_accounts(keeper, partners, since):
    """Where counterparties are paid: an account each, with an invented number."""
    for number, partner in enumerate(partners, 1):
        iban = _iban(f"70050000{9_000_000 + number:010d}")
        add_bank_account(partner, by=keeper, iban=iban, holder=str(partner)[:70], valid_from=since)


def _iban(account):
    """With the check digits of ISO 13616; DE is 1314 there."""
    return f"DE{98 - int(account + '131400') % 97:02d}{account}"


def trade_the_year(floor, staff, moments, today):
    """Deals that were closed, settled and booked before the limits of today were set. Returns them with their numbers."""
    deals = []
    for at in moments:
        facts = floor.terms(at)
        trader, product = facts.pop("by"), facts.pop("product")
        facts["value_date"] = min(facts["value_date"], nearest_working_day(today, floor.company.calendar, step=-1))
        deal = begun(by=trader, company=floor.company, product=product, at=at)
        fill(deal, **facts)
        with acting(trader):
            number_deal(deal)
            deal.save()
        deals.append(deal)
    _settle(floor.company, staff, deals)
    return deals


def _settle(company, staff, deals):
    settler, second = staff["back.settlement"][:2]
    keys = Deal.objects.filter(pk__in=[deal.pk for deal in deals])
    with acting(settler):
        keys.update(state=DealState.CONFIRMED)
        Confirmation.objects.bulk_create(
            _word(deal, way, state, settler)
            for deal in deals
            for way, state in ((Way.OUT, ConfirmationState.SENT), (Way.IN, ConfirmationState.MATCHED))
        )
        for day, closed in groupby(deals, lambda deal: deal.trade_date):
            with clock_at(day, time(18)):
                MarketCheck.objects.bulk_create(_check(deal, settler) for deal in closed)
        keys.update(state=DealState.MATCHED)
        settlements = Settlement.objects.bulk_create(
            Settlement(deal=deal, purpose=deal.number, made_by=settler, four_eyes=deal.risk_amount >= FOUR_EYES_FROM)
            for deal in deals
        )
    entries = _book(company, staff["back.accounting"], deals)
    with acting(second):
        for settlement, entry in zip(settlements, entries, strict=True):
            Settlement.objects.filter(pk=settlement.pk).update(
                state=SettlementState.RELEASED, released_by=second, released_at=timezone.now(), entry=entry
            )
        keys.update(state=DealState.SETTLED)
        keys.update(state=DealState.CLOSED)


def _word(deal, way, state, by):
    return Confirmation(
        company=deal.company, deal=deal, way=way, channel="platform", received_at=deal.traded_at + timedelta(hours=2),
        recorded_by=by, reference=deal.number if way == Way.OUT else _reference(deal), fingerprint=f"{deal.number}/{way}",
        state=state,
        **{name: getattr(deal, name) for name in SAID},
    )  # fmt: skip


def _check(deal, by):
    return MarketCheck(
        deal=deal, reference=deal.price, source="EZB", priced_on=deal.trade_date, deviation=0,
        tolerance=Decimal(BY_PRODUCT[deal.product][0]), outcome=MarketOutcome.CONFORM, checked_by=by,
    )  # fmt: skip


def _reference(deal):
    """How the counterparty calls it."""
    return f"K-{deal.sequence:05d}"


def _book(company, accountants, deals):
    drafts = [
        Draft(
            JOURNAL,
            deal.value_date,
            f"{deal.get_product_display()} {deal.counterparty}"[:200],
            _lines(deal),
            deal.number,
        )
        for deal in deals
    ]
    entries = capture_many(by=accountants[0], company=company, drafts=drafts)
    post_entries([entry.pk for entry in entries], by=accountants[1])
    return entries


def _lines(deal):
    _tolerance, buy, sell = BY_PRODUCT[deal.product]
    debit, credit = buy if deal.direction == "buy" else sell
    amount = commission(deal) if deal.product == Product.BROKERED else deal.risk_amount
    return (LineData(debit, debit=amount), LineData(credit, credit=amount))


def work_off(deals, staff):
    """Deals of the last days: the older they are the further they came. One confirmation differs, some are missing."""
    settler, second = staff["back.settlement"][:2]
    controller = staff["risk.controller"][0]
    waiting = list(Deal.objects.filter(pk__in=[d.pk for d in deals], state=DealState.CAPTURED).order_by("pk"))
    for place, deal in enumerate(waiting):
        left = len(waiting) - place
        if left <= 5:
            continue  # of today and yesterday: to be confirmed
        with _an_hour_after(deal):
            confirm_deal(deal, by=settler)
        if left <= 8:
            continue  # the counterparty is silent
        said = {name: getattr(deal, name) for name in SAID} | {"reference": _reference(deal)}
        differs = place % 7 == 3
        if differs:
            said["value_date"] = deal.value_date + timedelta(days=1)
        morning = nearest_working_day(deal.trade_date + timedelta(days=1), deal.company.calendar)
        with clock_at(morning):
            record_confirmation(
                by=settler, company=deal.company, channel="mail", deal=Deal.objects.get(pk=deal.pk), **said
            )
        if differs:
            found = deal.discrepancies.get()
            if place % 2:
                clear_discrepancy(found, by=second, clearing=Clearing.CORRECTED, cause="Tippfehler des Kontrahenten")
            continue
        check = MarketCheck.objects.get(deal=deal)
        if check.outcome == MarketOutcome.OPEN:
            if left <= 11:
                continue  # waits for risk control
            decide_market(check, by=controller, explained=True, reason="Quote der Plattform liegt bei")
        if left <= 14:
            continue  # to be prepared
        _settle_one(Deal.objects.get(pk=deal.pk), settler, second, waits=left <= 17)


def _an_hour_after(deal):
    captured = timezone.localtime(deal.traded_at)
    return clock_at(captured.date(), (captured + timedelta(hours=1)).time())


def _settle_one(deal, settler, second, waits):
    account = deal.counterparty.bank_accounts.first()
    settlement = propose_settlement(deal, by=settler, instruction=Instruction(account, deal.number))
    if not waits:
        release_settlement(settlement, by=second, seen=Instruction(account, deal.number))


def working_moments(floor, today, count):
    """Spread over the days of this year before the last fortnight, at most four a day."""
    first = date(today.year, 1, 2)
    last = today - timedelta(days=14)
    days = (last - first).days
    if days < 1:
        return []
    moments = floor.moments(last, min(count, days * 3), days)
    return [at for at in moments if timezone.localdate(at).year == today.year]
