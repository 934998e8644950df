from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError
from foundation.lib.text import fold

from ..models import Account, FiscalYear, Journal, Line, Period


def books_of(person):
    """The company in whose books somebody works, of those that his grants reach."""
    return person.company_of([company for company in person.reached if hasattr(company, "ledger")])


def years(company):
    return FiscalYear.objects.filter(company=company)


def current_year(company, on=None):
    return year_on(company, on or timezone.localdate()) or years(company).first()


def year_on(company, on):
    return years(company).filter(start__lte=on, end__gte=on).first()


def periods_to_compare(company):
    """(key, label) of what a trial balance can be held against; `period_to_compare` finds it."""
    groups = {}
    for period in Period.objects.filter(fiscal_year__company=company).select_related("fiscal_year"):
        groups.setdefault(str(period.fiscal_year), []).append((str(period.pk), str(period)))
    return [
        ("", _("nothing")),
        ("year", _("the previous year")),
        ("before", _("the period before")),
        *((label, periods) for label, periods in groups.items()),
    ]


def period_to_compare(key, year, first, last):
    """The period at whose end the other balances stand, None where there is none."""
    known = Period.objects.filter(fiscal_year__company=year.company_id).select_related("fiscal_year")
    prior = known.filter(fiscal_year__end=year.start - timedelta(days=1))
    if key == "year":
        return prior.filter(number=last).first()
    if key == "before":
        return (known.filter(fiscal_year=year, number=first - 1) if first > 1 else prior.filter(number=12)).first()
    return known.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None


def period_on(company, on):
    return (
        Period.objects.filter(fiscal_year__company=company, start__lte=on, end__gte=on)
        .select_related("fiscal_year")
        .first()
    )


def journals(company):
    return Journal.objects.filter(company=company)


def find_accounts(company, text, on, limit=20):
    """Accounts whose number begins with the text, then those whose name contains it (folded)."""
    text = text.strip()
    accounts = Account.objects.filter(company=company).valid(on)
    by_number = list(accounts.filter(number__startswith=text)[:limit]) if text else list(accounts[:limit])
    if len(by_number) >= limit or not text or text.isdigit():
        return by_number
    wanted = fold(text)
    return [account for account in accounts if wanted in fold(account.name) or wanted in fold(account.name_en)][:limit]


def account_numbers(company, numbers, on):
    """Those of the numbers that are accounts on that day."""
    accounts = Account.objects.filter(company=company, number__in=numbers).valid(on)
    return set(accounts.values_list("number", flat=True))


def accounts_by_number(company, numbers):
    """BusinessError `ledger.no_account` when one is missing."""
    found = {account.number: account for account in Account.objects.filter(company=company, number__in=numbers)}
    for number in sorted(set(numbers) - set(found)):
        raise BusinessError(
            "ledger.no_account", _("There is no account {number}.").format(number=number), field="lines"
        )
    return found


def posted_lines(company, first, last):
    """The journal: every posted line of a span, in the order of journal and number."""
    return (
        Line.objects.filter(entry__company=company, entry__state="posted", entry__posting_date__range=(first, last))
        .select_related("entry__journal", "entry__fiscal_year", "account", "tax_code")
        .order_by("entry__journal__code", "entry__fiscal_year__start", "entry__number", "position")
    )
