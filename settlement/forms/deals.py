from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.choices import Side
from foundation.organisation.models import Person, Unit
from foundation.screens.filters import (
    AmountRangeFilter,
    ChoiceFilter,
    DateRangeFilter,
    Filters,
    RelatedFilter,
    SearchFilter,
)
from foundation.screens.forms import CommandForm, DateField, MoneyField, NumberField

from ..choices import BORROWED_OR_LENT, Channel, Currency, DealState, Direction, Place, Product
from ..models import Deal
from ..queries.settling import long_ago, open_confirmations, to_settle
from .fields import CounterpartyField, MomentField, SideAgreementsField

_MONEY = ("amount", "currency", "price", "counter_currency")
_GOODS = ("good", "quantity", "unit", "price", "currency")
_CIRCUMSTANCES = (
    "side_agreements", "channel", "call_ref", "agreed_at", "place", "place_reason", "customer_order", "off_market_reason",
)  # fmt: skip
FIELDS = {
    Product.FX_SPOT: ("counterparty", "direction", *_MONEY, "value_date", *_CIRCUMSTANCES),
    Product.FX_FORWARD: ("counterparty", "direction", *_MONEY, "value_date", *_CIRCUMSTANCES),
    Product.MONEY_MARKET: (
        "counterparty", "direction", "amount", "currency", "price", "value_date", "days", *_CIRCUMSTANCES,
    ),
    Product.COMMODITY: ("counterparty", "direction", *_GOODS, "value_date", *_CIRCUMSTANCES),
    Product.GOODS_CONTRACT: ("counterparty", "direction", *_GOODS, "value_date", *_CIRCUMSTANCES),
    Product.BROKERED: (
        "counterparty", "direction", "good", "amount", "currency", "price", "value_date", *_CIRCUMSTANCES,
    ),
}  # fmt: skip
LABELS = {
    Product.MONEY_MARKET: {"price": _("Rate in percent a year"), "value_date": _("First day")},
    Product.COMMODITY: {"price": _("Price for one unit"), "value_date": _("Delivery and payment on")},
    Product.GOODS_CONTRACT: {"price": _("Price for one unit"), "value_date": _("Delivery and payment on")},
    Product.BROKERED: {
        "good": _("Product brokered"),
        "price": _("Commission in percent"),
        "value_date": _("Begins on"),
    },
}


class DealForm(CommandForm):
    """Only the fields of the product, in the order in which one types them."""

    counterparty = CounterpartyField(label=_("Counterparty"), help_text=_("Number, or words of the name."))
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction)
    good = forms.CharField(label=_("Good"), max_length=60)
    quantity = NumberField(label=_("Quantity"), places=3, digits=15)
    unit = forms.CharField(label=_("Unit of measure"), max_length=12)
    amount = MoneyField(label=_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency)
    price = NumberField(label=_("Rate"), places=8)
    counter_currency = forms.ChoiceField(label=_("Against"), choices=Currency)
    days = forms.IntegerField(label=_("Term in days"), widget=forms.TextInput({"inputmode": "numeric"}))
    value_date = DateField(label=_("Value date"))
    side_agreements = SideAgreementsField(
        label=_("Side agreements"), validators=[MaxLengthValidator(500)], help_text=_("“-” stands for none.")
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel)
    call_ref = forms.CharField(label=_("Call reference"), max_length=60, required=False)
    agreed_at = MomentField(label=_("Agreed at"), required=False, help_text=_("16:40, or a day before it. Empty: now."))
    place = forms.ChoiceField(label=_("Place"), choices=Place)
    place_reason = forms.CharField(
        label=_("Reason for the place"), max_length=200, required=False, help_text=_("Outside the office only.")
    )
    customer_order = forms.CharField(label=_("Customer order"), max_length=120, required=False)
    off_market_reason = forms.CharField(
        label=_("Reason for a price off the market"),
        max_length=500,
        required=False,
        widget=forms.TextInput({"placeholder": " "}),  # by it the look of the form knows that nothing stands there
    )

    def __init__(self, *args, product, company, **options):
        super().__init__(*args, **options)
        kept = FIELDS[product]
        for name in set(self.fields) - {*kept, "command_id"}:
            del self.fields[name]
        self.order_fields(kept)
        for name, label in LABELS.get(product, {}).items():
            self.fields[name].label = label
        if product == Product.MONEY_MARKET:
            self.fields["direction"].choices = BORROWED_OR_LENT.items()
        self.fields["counterparty"].company = company
        self.fields["counterparty"].widget.attrs |= {"list": "counterparties", "autofocus": True}
        if "good" in self.fields:
            self.fields["good"].widget.attrs |= {"list": "goods", "autocomplete": "off"}

    def terms(self):
        """The cleaned values, as the actions take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "command_id"}

    @property
    def is_readable(self):
        """Whether enough of it can be read to say what would become of it. What is not asked yet has no objection."""
        self.is_valid()
        needed = {"counterparty", "amount", "quantity", "price", "days", "value_date", "good"} & set(self.fields)
        return needed <= set(self.cleaned_data)


class WhoseFilter(ChoiceFilter):
    """Own deals, or those of one's desk."""

    MINE, DESK = "mine", "desk"
    person = None

    def __init__(self):
        super().__init__("", [(self.MINE, _("my own")), (self.DESK, _("of my desk"))], label=_("Whose"))

    def narrow(self, queryset, value):
        mine = {"trader": self.person} if value == self.MINE else {"desk": self.person.unit_id}
        return queryset.filter(**mine)


class YesFilter(ChoiceFilter):
    """One mark, set or not."""

    def __init__(self, path, *, label):
        super().__init__(path, [("yes", _("Yes")), ("no", _("No"))], label=label)

    def narrow(self, queryset, value):
        return queryset.filter(**{self.path: value == "yes"})


class UnconfirmedFilter(YesFilter):
    """The counterparty has been silent for more than a day."""

    def narrow(self, queryset, value):
        silent = Q(pk__in=open_confirmations(self.company, before=long_ago()).order_by())
        return queryset.filter(silent if value == "yes" else ~silent)


class ToSettleFilter(YesFilter):
    """Nothing stands in the way of the settlement, and nobody has prepared it."""

    def narrow(self, queryset, value):
        ready = Q(pk__in=to_settle(Deal.objects.all()).order_by())
        return queryset.filter(ready if value == "yes" else ~ready)


class DealFilters(Filters):
    q = SearchFilter("number", "counterparty__name", "counterparty__number", "call_ref", "customer_order", "good")
    whose = WhoseFilter()
    state = ChoiceFilter("state", DealState, label=_("Status"))
    product = ChoiceFilter("product", Product, label=_("Product"))
    desk = RelatedFilter("desk", Unit.objects.none(), label=_("Trading desk"))
    trader = RelatedFilter("trader", Person.objects.none(), label=_("Trader"))
    late = YesFilter("late", label=_("Late"))
    unconfirmed = UnconfirmedFilter("pk", label=_("Confirmation missing"))
    to_settle = ToSettleFilter("pk", label=_("To be settled"))
    date = DateRangeFilter("traded_at", label=_("Captured"), moments=True)
    value = DateRangeFilter("value_date", label=_("Value date"))
    amount = AmountRangeFilter("amount")

    def __init__(self, *args, company, person, **options):
        super().__init__(*args, **options)
        self.fields["whose"].person = person
        self.fields["unconfirmed"].company = company
        self.fields["desk"].queryset = Unit.objects.filter(company=company, side=Side.FRONT)
        self.fields["trader"].queryset = Person.objects.filter(company=company, unit__side=Side.FRONT)


class CancellationForm(CommandForm):
    reason = forms.CharField(label=_("Reason"), max_length=500)


class DecisionForm(CommandForm):
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("grant", _("Cancel the deal")), ("decline", _("Leave the deal as it is"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Answer"), max_length=500, required=False)

    def clean(self):
        data = super().clean()
        if data.get("decision") == "decline" and not data.get("answer"):
            self.add_error("answer", _("Please say why not."))
        return data
