from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import BusinessError, Conflict
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..calc import charts
from ..choices import JournalKind, PeriodState
from ..models import Account, FiscalYear, Journal, LedgerSettings, Period, TaxCode

STANDARD_JOURNALS = (
    ("AR", "Ausgangsrechnungen", JournalKind.SALES),
    ("ER", "Eingangsrechnungen", JournalKind.PURCHASE),
    ("BK", "Bank", JournalKind.BANK),
    ("KA", "Kasse", JournalKind.CASH),
    ("AB", "Allgemeine Buchungen", JournalKind.GENERAL),
    ("EB", "Eröffnungsbuchungen", JournalKind.OPENING),
)


def open_books(*, company, chart="skr03", vat_id="", tax_number="", four_eyes_from=100_000):
    """Give a company its books: settings, chart of accounts, tax codes and journals. Inside `acting`."""
    ledger = LedgerSettings.objects.create(
        company=company, chart=chart, vat_id=vat_id, tax_number=tax_number, four_eyes_from=four_eyes_from
    )
    Account.objects.bulk_create(
        Account(
            company=company, number=account.number, name=account.name, name_en=account.name_en, kind=account.kind,
            position=account.position, automatic_tax=account.tax, valid_from=account.valid_from,
            valid_to=account.valid_to,
        )
        for account in charts.chart(chart)
    )  # fmt: skip
    TaxCode.objects.bulk_create(
        TaxCode(
            company=company, code=tax.code, name=tax.name, name_en=tax.name_en, kind=tax.kind, rate=tax.rate,
            account_output=tax.account_output, account_input=tax.account_input, bu_key=tax.bu_key,
            kz_base=tax.kz_base, kz_tax=tax.kz_tax, kz_input=tax.kz_input, valid_from=tax.valid_from,
            valid_to=tax.valid_to,
        )
        for tax in charts.tax_codes(chart)
    )  # fmt: skip
    Journal.objects.bulk_create(
        Journal(company=company, code=code, name=name, kind=kind) for code, name, kind in STANDARD_JOURNALS
    )
    happened("accounting.books.opened", subject=ledger, chart=chart)
    return ledger


def open_fiscal_year(*, by, company, start):
    """A year of twelve months from `start`, the first of a month."""
    with acting(by), guards.speaking():
        if not isinstance(by, str):
            check(by, "accounting.period:lock", company.ledger)
        if start.day != 1:
            raise BusinessError("ledger.year_start", _("A fiscal year begins on the first of a month."), field="start")
        firsts = [_months_later(start, months) for months in range(13)]
        year = FiscalYear.objects.create(company=company, start=start, end=firsts[12] - timedelta(days=1))
        Period.objects.bulk_create(
            Period(fiscal_year=year, number=number, start=first, end=following - timedelta(days=1))
            for number, (first, following) in enumerate(zip(firsts, firsts[1:], strict=False), 1)
        )
        happened("accounting.year.opened", subject=year)
        return year


def set_period_state(period, *, by, state):
    """Open, lock for now, or lock for ever; the last cannot be taken back."""
    with acting(by), guards.speaking():
        check(by, "accounting.period:lock", period)
        changed = (
            Period.objects.filter(pk=period.pk)
            .exclude(state__in=[PeriodState.LOCKED, state])
            .update(state=state, state_by=by, state_at=timezone.now())
        )
        if not changed:
            raise Conflict("ledger.period_state", _("The state of this period was changed meanwhile."))
        happened(f"accounting.period.{state}", subject=period)


def add_account(*, by, company, number, name, kind, position=""):
    with acting(by), guards.speaking():
        check(by, "accounting.account:edit", company.ledger)
        if Account.objects.filter(company=company, number=number).exists():
            raise BusinessError("ledger.account_there", _("This account is there already."), field="number")
        account = Account.objects.create(company=company, number=number, name=name, kind=kind, position=position)
        happened("accounting.account.added", subject=account)
        return account


def _months_later(day, months):
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
