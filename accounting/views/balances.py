from functools import partial
from itertools import groupby

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import requires

from ..calc.comparison import compare, together
from ..choices import HEADS, AccountKind
from ..queries.balances import totals, trial_balance
from ..queries.books import period_to_compare, periods_to_compare, years
from .scope import books, year_asked

VIEW = "accounting.report:view"
KINDS = list(AccountKind)


@require_safe
@requires(VIEW)
def trial(request):
    """Sums and balances; year and periods stand in the address."""
    company = books(request)
    year = year_asked(request, company)
    periods = list(year.periods.all()) if year else []
    first = _number(request.GET.get("first"), 1, len(periods))
    last = max(first, _number(request.GET.get("last"), len(periods), len(periods)))
    rows = trial_balance(year, first, last) if periods else []
    comparisons = periods_to_compare(company)
    asked = request.GET.get("compare", "")
    compared = period_to_compare(asked, year, first, last) if periods else None
    if compared:
        rows = compare(rows, trial_balance(compared.fiscal_year, 1, compared.number))
    add_up = partial(together, "") if compared else totals
    context = {
        "title": _("Trial balance"),
        "year": year,
        "years": years(company),
        "periods": periods,
        "first": first,
        "last": last,
        "span": {"from": periods[first - 1].start, "to": periods[last - 1].end} if periods else None,
        "comparisons": comparisons[:3],
        "comparable_years": comparisons[3:],
        "asked": asked,
        "compared": compared,
        "groups": _groups(rows, add_up),
        "columns": 8 if first > 1 and not compared else 6,
        "sums": add_up(rows),
    }
    return render(request, "accounting/trial_balance.html", context)


def _groups(rows, add_up):
    """The rows by kind of account, each with its sums, in the order of the balance sheet."""
    ordered = sorted(rows, key=lambda row: (KINDS.index(row.kind), row.number))
    grouped = ((kind, list(found)) for kind, found in groupby(ordered, key=lambda row: row.kind))
    return [{"label": HEADS[kind], "rows": found, "sums": add_up(found)} for kind, found in grouped]


def _number(text, otherwise, most):
    return int(text) if text and text.isdecimal() and len(text) < 3 and 1 <= int(text) <= most else otherwise
