"""What the home page tells of the books: what is to be done by those who do it, how it went to those who lead."""

from datetime import timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.desk.figures import Figure
from foundation.lib.charts import Point
from foundation.lib.dates import format_date
from foundation.screens.templatetags.screens import age, amount

from .choices import BankLineState, EntryState, PeriodState
from .models import BankLine, Entry, Period
from .queries.bank import bank_accounts
from .queries.books import books_of
from .queries.results import results_by_month, together

WEEKS = 12
WORKERS = ("accounting.entry:capture", "accounting.entry:post")


def figures(person):
    company = books_of(person)
    if company is None:
        return
    works = any(can(person, permission) for permission in WORKERS)
    if works:
        yield _drafts(person, company)
    if can(person, "accounting.bank:book"):
        yield _bank_lines(person, company)
    captures = can(person, "accounting.entry:capture")
    if captures:
        yield _entries(person, company)
    if works:
        yield _periods(person, company)
    if can(person, "accounting.result:view") and not captures:
        yield from _results(company)
        if can(person, "accounting.bank:view"):
            yield _cash(person, company)


def _drafts(person, company):
    drafts = Entry.objects.visible_to(person).filter(company=company).drafts()
    found = drafts.aggregate(count=Count("pk"), first=Min("captured_at"))
    note = _("the oldest waiting {age}").format(age=age(found["first"])) if found["count"] else ""
    url = f"{reverse('accounting:entries')}?state={EntryState.DRAFT}"
    return Figure(_("Drafts"), found["count"], note, url, "wait" if found["count"] else "")


def _bank_lines(person, company):
    count = BankLine.objects.visible_to(person).filter(statement__account__company=company).open().count()
    url = f"{reverse('accounting:all_bank_lines')}?state={BankLineState.OPEN}"
    return Figure(_("Bank lines to book"), count, url=url, tone="wait" if count else "")


def _entries(person, company):
    """By the week of their posting date."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    entries = Entry.objects.visible_to(person).filter(company=company)
    in_reach = entries.filter(posting_date__range=(mondays[0], monday + timedelta(days=6)))
    counts = dict.fromkeys(mondays, 0)
    for day, count in in_reach.values_list("posting_date").annotate(Count("pk")).order_by():
        counts[day - timedelta(days=day.weekday())] += count
    series = tuple(Point(_("week {week}").format(week=day.isocalendar().week), counts[day]) for day in mondays)
    span = f"date_from={format_date(monday)}&date_to={format_date(monday + timedelta(days=6))}"
    note = _("the last {count} weeks").format(count=WEEKS)
    return Figure(
        _("Entries this week"), counts[monday], note, f"{reverse('accounting:entries')}?{span}", series=series
    )


def _periods(person, company):
    count = Period.objects.visible_to(person).filter(fiscal_year__company=company, state=PeriodState.OPEN).count()
    return Figure(_("Open periods"), count, url=f"{reverse('accounting:periods')}?state={PeriodState.OPEN}")


def _results(company):
    months = results_by_month(company, timezone.localdate())
    sums, url, note = together(months), reverse("accounting:results"), _("in twelve months")
    yield Figure(_("Income"), amount(sums.income), note, url, series=_points(months, "income"))
    tone = "bad" if sums.result < 0 else ""
    yield Figure(_("Result"), amount(sums.result), note, url, tone, _points(months, "result"))


def _points(months, name):
    return tuple(
        Point(str(MONTHS_3[month.start.month]), getattr(month, name), amount(getattr(month, name))) for month in months
    )


def _cash(person, company):
    accounts = [account for account in bank_accounts(person, company) if account.balance is not None]
    oldest = min((account.balance_day for account in accounts), default=None)
    note = _("as of {day}").format(day=format_date(oldest)) if oldest else _("no statement yet")
    return Figure(_("On bank accounts"), amount(sum(a.balance for a in accounts)), note, reverse("accounting:bank"))
