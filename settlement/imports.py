"""Confirmations of a platform, as the table that it sends."""

from django.utils.translation import gettext_lazy as _

from foundation.imports.columns import Column
from foundation.imports.kinds import Kind

from .actions.confirmations import CONFIRM, bring_in_confirmation
from .forms.settling import PlatformForm
from .models import Confirmation

FIELDS = {
    "reference": ("Referenz", "Trade ID", "Deal ID", "Reference"),
    "deal": ("Geschäft", "Our reference", "Your reference", "Client reference"),
    "counterparty": ("Kontrahent", "Partnernummer", "Counterparty", "Counterparty no."),
    "product": ("Produkt", "Instrument"),
    "direction": ("Richtung", "Side"),
    "amount": ("Betrag", "Notional"),
    "currency": ("Währung", "Ccy"),
    "price": ("Kurs", "Preis", "Rate"),
    "counter_amount": ("Gegenbetrag", "Contra amount"),
    "counter_currency": ("Gegenwährung", "Contra ccy"),
    "value_date": ("Valuta", "Settlement date"),
    "instruction": ("IBAN", "Zahlung an"),
}


def known(company, key, values):
    found = Confirmation.objects.filter(company=company, way="in", **{f"{key}__in": values})
    return set(found.values_list(key, flat=True))


CONFIRMATIONS = Kind(
    code="settlement.confirmations",
    app="settlement",
    name="confirmation_table",
    label=_("Confirmations"),
    title=_("Import confirmations of a platform"),
    columns=tuple(Column(name, PlatformForm.base_fields[name], also) for name, also in FIELDS.items()),
    keys=("reference",),
    known=known,
    write=bring_in_confirmation,
    permission=CONFIRM,
)
