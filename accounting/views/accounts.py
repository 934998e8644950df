from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import requires
from foundation.contacts.models import Partner
from foundation.screens.history import history_of
from foundation.screens.paging import page_of
from foundation.screens.views import Action, list_page
from foundation.screens.writing import form_page, perform

from ..actions.books import add_account
from ..forms.accounts import AccountFilters, AccountForm, LineFilters
from ..models import Account
from ..queries.books import find_accounts, years
from ..queries.ledger import ORDER, account_lines, run, running, shown, turnover
from ..tables.accounts import ACCOUNTS, LINES
from .scope import books, day_typed, year_asked

VIEW, EDIT = "accounting.entry:view", "accounting.account:edit"


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
    filters = LineFilters(request.GET, year=year)
    lines = filters.apply(account_lines(account, year))
    if request.GET.get("format") in {"csv", "xlsx"}:
        return list_page(request, queryset=running(account, year, lines), table=LINES, title=account)
    page = page_of(shown(lines, year), order=ORDER, **{way: request.GET.get(way, "") for way in ("after", "before")})
    context = {
        "account": account,
        "partner": Partner.objects.visible_to(request.person).filter(pk=account.partner_id).first(),
        "year": year,
        "years": years(company),
        "periods": turnover(account, year),
        "columns": LINES.columns,
        "rows": LINES.rows(run(account, year, page.objects)),
        "page": page,
        "filters": filters,
        "events": history_of(Account._meta.db_table, account.pk),
    }
    return render(request, "accounting/account.html", context)


@require_safe
@requires(VIEW)
def search(request):
    """Accounts that one may write on the day of the entry."""
    found = find_accounts(books(request), request.GET.get("q", "")[:100], day_typed(request.GET.get("day", "")))
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
