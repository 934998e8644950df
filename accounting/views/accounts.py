from django.db.models import F, Q, Sum
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import requires
from foundation.screens.history import history_of
from foundation.screens.paging import page_of
from foundation.screens.views import Action, list_page
from foundation.screens.writing import form_page, perform

from ..actions.books import add_account
from ..forms import AccountFilters, AccountForm, LineFilters
from ..models import Account, AccountBalance, Line
from ..queries.books import account_lines, find_accounts, years
from ..tables import ACCOUNTS, LINES
from .scope import books, year_asked

VIEW, EDIT = "accounting.entry:view", "accounting.account:edit"
ORDER = "entry__posting_date"


@require_safe
@requires(VIEW)
def accounts(request):
    return list_page(
        request,
        queryset=Account.objects.visible_to(request.person).filter(company=books(request)),
        table=ACCOUNTS,
        filters=AccountFilters(request.GET),
        title=_("Accounts"),
        actions=[Action(_("New account"), reverse("accounting:account_new"), EDIT, icon="plus", key="n")],
    )


@require_safe
@requires(VIEW)
def account(request, number):
    """The account in one fiscal year: balance per period, and its lines with the balance after each."""
    company = books(request)
    account = get_object_or_404(Account.objects.visible_to(request.person), company=company, number=number)
    year = year_asked(request, company)
    filters = LineFilters(request.GET)
    lines = account_lines(account, None, None).filter(entry__fiscal_year=year)
    asked = {way: request.GET.get(way, "") for way in ("after", "before")}
    page = page_of(filters.apply(lines), order=ORDER, **asked)
    _run(lines, page.objects)
    context = {
        "account": account,
        "year": year,
        "years": years(company),
        "periods": _periods(account, year),
        "headings": LINES.headings(""),
        "rows": LINES.rows(page.objects),
        "page": page,
        "filters": filters,
        "events": history_of(Account._meta.db_table, account.pk),
    }
    return render(request, "accounting/account.html", context)


@require_safe
@requires(VIEW)
def search(request):
    found = find_accounts(books(request), request.GET.get("q", "")[:100], timezone.localdate())
    return render(request, "accounting/account_options.html", {"accounts": found})


@requires(EDIT)
def create(request):
    company = books(request)
    form = AccountForm(request.POST or None)

    def act(data):
        facts = {name: data[name] for name in ("number", "name", "kind", "position")}
        return add_account(by=request.person, company=company, **facts).get_absolute_url()

    if request.method == "POST" and (
        done := perform(request, form, act, permission=EDIT, message=_("The account was opened."))
    ):
        return done
    cancel = reverse("accounting:accounts")
    return form_page(request, form=form, title=_("New account"), submit=_("Open the account"), cancel=cancel)


def _run(lines, shown):
    """Each shown line with the balance after it; those before the page are summed by the database."""
    if not shown:
        return
    first = shown[0]
    day = first.entry.posting_date
    earlier = lines.filter(Q(entry__posting_date__lt=day) | Q(entry__posting_date=day, pk__lt=first.pk))
    follows = Line.objects.filter(pk__in=earlier.order_by().values("pk"))
    running = follows.aggregate(sum=Sum(F("debit") - F("credit")))["sum"] or 0
    for line in shown:
        running += line.amount
        line.running = running


def _periods(account, year):
    """Turnover and balance per period; opening balances stand in the first."""
    balance, rows = 0, []
    for row in _balances(account, year):
        balance += row["debit"] - row["credit"]
        rows.append({**row, "balance": balance})
    return rows


def _balances(account, year):
    kept = AccountBalance.objects.filter(account=account, period__fiscal_year=year)
    return (
        kept.values("period__number", "period__start", "period__end")
        .annotate(debit=Sum("debit"), credit=Sum("credit"))
        .order_by("period__number")
    )
