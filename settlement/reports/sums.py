from collections import Counter

from django.utils.translation import gettext as _

from foundation.reports.catalogue import Row


def by_currency(deals, columns):
    """A sum for each currency. The column of the amounts stands before that of their currencies."""
    totals = Counter()
    for deal in deals:
        totals[deal.currency] += deal.amount
    place = [kind for _label, kind in columns].index("amount")
    after = len(columns) - place - 2
    for currency, total in sorted(totals.items()):
        yield Row([_("Sum"), *[None] * (place - 1), total, currency, *[None] * after], "sum")
