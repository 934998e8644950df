"""Nordlicht Handel GmbH in Lübeck: founded, staffed, and three years in trade."""

from calendar import monthrange
from datetime import date, time, timedelta
from itertools import groupby

from accounting.actions.books import add_account, open_books, open_fiscal_year, set_period_state
from accounting.actions.bulk import capture_many
from accounting.actions.entries import attach_document
from accounting.actions.posting import post_entries
from accounting.choices import AccountKind, PeriodState
from accounting.queries.balances import trial_balance
from accounting.queries.books import years
from foundation.calendars.actions import open_workplace
from foundation.calendars.choices import Land
from foundation.calendars.models import Holiday
from foundation.contacts.choices import PartnerKind
from foundation.organisation.models import Company
from foundation.records.actor import acting

from . import (
    bank,
    business,
    credits,
    open_work,
    partners,
    people,
    posts,
    prices,
    receipts,
    rights,
    risk,
    risk_book,
    settlement,
    settling,
    workorders,
)

ACTOR = "system:demo"
LEFT_AS_DRAFTS = 25
DEALS = 580  # of the year; some of the last days come on top
YEARS_BEFORE = 2
SCANNED = timedelta(days=92)


def found(today):
    """The company with its people, partners and books from two years before until `today`. All of it or
    nothing."""
    first = date(today.year - YEARS_BEFORE, 1, 1)
    with acting(ACTOR):
        company = Company.objects.create(
            name="Nordlicht Handel GmbH", code="nordlicht", street="Nordlichtkai 7", postcode="23552",
            city="Lübeck", land=Land.SCHLESWIG_HOLSTEIN, workplace=_workplace(today),
        )  # fmt: skip
        staff = people.employ(company, date(today.year - 6, 1, 1))
        prices.publish(staff["risk.controller"][0], today)
        open_books(company=company, vat_id="DE999999999", tax_number="22/999/99999")
        for year in range(first.year, today.year + 1):
            open_fiscal_year(by=ACTOR, company=company, start=date(year, 1, 1))
        kept = partners.keep(staff["back.vendor"][0], company)
        _open_personal_accounts(staff["back.accounting"][0], company, kept)
        banks = settlement.keep_banks(staff["back.vendor"][0], company)
        floor = _open_floor(company, staff, kept, banks, today)
        _trade(company, staff["back.accounting"], first, today)
        settling.trade_the_year(floor, staff, settling.working_moments(floor, today, DEALS), today)
        _lock(company, staff["back.head"][0], today)
        open_work.leave_open(company, staff, today)
        workorders.ask_and_work(company, staff, kept)
        rights.leave(staff, today)
        posts.set_in_motion(company, staff, today)
        risk.control(company, staff, [*kept, *banks], today)
        settling.work_off(settlement.trade(floor, staff, today), staff)
        credits.decide(company, staff, today)
        risk_book.keep(company, staff, today)
    return company


def _open_floor(company, staff, kept, banks, today):
    """Where deals are closed: with terms for each product, and an account of everybody who is to be paid."""
    first = date(today.year, 1, 1)
    settling.set_terms(staff["back.head"][0], company, first)
    settling.keep_accounts(staff["back.vendor"][0], [*kept, *banks], first)
    return settlement.Floor(company, staff, banks, kept)


def _workplace(today):
    """The harbour office. On the last two days of the year's festivities it closes at noon."""
    place = open_workplace(name="Lübeck, Nordlichtkai", land=Land.SCHLESWIG_HOLSTEIN, on=today)
    Holiday.objects.bulk_create(
        Holiday(workplace=place, day=date(year, 12, day), name=name, since=time(12))
        for year in (today.year, today.year + 1)
        for day, name in ((24, "Heiligabend"), (31, "Silvester"))
    )
    return place


def _open_personal_accounts(by, company, kept):
    with acting(by):
        for partner in kept:
            kind = AccountKind.ASSET if partner.kind == PartnerKind.CUSTOMER else AccountKind.LIABILITY
            name = f"{partner.name} {partner.legal_form}"
            account = add_account(by=by, company=company, number=partner.number, name=name, kind=kind)
            account.partner = partner
            account.save(update_fields=["partner"])


def _trade(company, accountants, first, today):
    trade = business.Trade(today)
    balances = business.OPENING
    house_bank = bank.HouseBank(dict(balances)[bank.LEDGER])
    for year in range(first.year, today.year + 1):
        _book(company, accountants, 0, list(business.opening(date(year, 1, 1), balances)))
        for month in range(1, 13 if year < today.year else today.month + 1):
            drafts = trade.month(year, month)
            last = (year, month) == (today.year, today.month)
            end = date(year, month, monthrange(year, month)[1])
            house_bank.month(drafts, date(year, month, 1), min(end, today))
            if last:
                waiting = bank.not_booked_yet(drafts)
                drafts = [draft for draft in drafts if draft not in waiting]
            scanned = today - date(year, month, 1) < SCANNED
            _book(company, accountants, month, drafts, LEFT_AS_DRAFTS if last else 0, scanned)
        balances = _carried_forward(company, year)
    bank.bring_statements(company, house_bank, accountants[0], today)


def _book(company, accountants, turn, drafts, left=0, scanned=False):
    """Two capture, the third posts; the next month it is somebody else's turn. Invoices may come with their scan."""
    poster, *others = accountants[turn % 3 :] + accountants[: turn % 3]
    shared = sorted(enumerate(drafts), key=lambda pair: pair[0] % 2)
    captured = []
    for share, pairs in groupby(shared, key=lambda pair: pair[0] % 2):
        pairs = list(pairs)
        entries = capture_many(by=others[share], company=company, drafts=[draft for _place, draft in pairs])
        captured += zip((place for place, _draft in pairs), entries, strict=True)
        for (_place, draft), entry in zip(pairs, entries, strict=True):
            if scanned and draft.journal == "ER":
                attach_document(entry, by=others[share], upload=receipts.invoice(draft))
    ids = [entry.pk for _place, entry in sorted(captured, key=lambda pair: pair[0])]
    if ids[: len(ids) - left]:
        post_entries(ids[: len(ids) - left], by=poster)


def _carried_forward(company, year):
    """Closing balances of the balance sheet; the result of the year goes to the profit brought forward (0860)."""
    rows = trial_balance(years(company).get(start__year=year))
    sheet = {AccountKind.ASSET, AccountKind.LIABILITY, AccountKind.EQUITY}
    balances = {row.number: row.balance for row in rows if row.kind in sheet}
    balances["0860"] = balances.get("0860", 0) - sum(balances.values())
    return sorted(balances.items())


def _lock(company, head, today):
    """The years before for ever, this year until the month before last for now."""
    this_month = today.replace(day=1)
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    for year in years(company):
        for period in year.periods.filter(end__lt=last_month):
            old = period.start.year < today.year
            set_period_state(period, by=head, state=PeriodState.LOCKED if old else PeriodState.SOFT_LOCKED)
