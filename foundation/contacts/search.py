from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.screens import search

from .models import Partner, PartnerBankAccount


def numbers(person, text):
    """An IBAN or a VAT ID, written with or without spaces."""
    code = text.replace(" ", "").upper()
    if not any(map(str.isdecimal, code)):  # a name: no number is without digits
        return
    yield Q(pk__in=PartnerBankAccount.objects.filter(iban__begins=code).values("partner"))
    yield Q(vat_id__begins=code)


PARTNERS = search.Provider(
    kind="partners",
    label=_("Business partners"),
    icon="address-book",
    permission="contacts.partner:view",
    model=Partner,
    rows=Partner.objects.visible_to,
    subtitle=lambda partner: " · ".join(filter(None, [partner.number, partner.city])),
    names=("number", "name", "city"),
    numbers=numbers,
)
