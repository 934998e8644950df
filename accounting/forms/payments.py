from django.utils.translation import gettext_lazy as _

from foundation.screens.filters import AmountRangeFilter, ChoiceFilter, DateRangeFilter, Filters, SearchFilter

from ..choices import PaymentState


class PaymentFilters(Filters):
    q = SearchFilter("number", "origin", "purpose", "partner__search_name")
    state = ChoiceFilter("state", PaymentState, label=_("Status"))
    due = DateRangeFilter("due", label=_("Due"))
    amount = AmountRangeFilter("amount")
