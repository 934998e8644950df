"""With whom deals are closed: the business partners of the company. The front office types them and sees no more of them
than their name, number and place."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounting.queries.bank import own_ibans
from foundation.contacts.models import Partner
from foundation.lib.errors import BusinessError
from foundation.lib.text import fold, shorten

OFFERED = 12
BETWEEN = " · "


def label_of(partner):
    return f"{partner.number}{BETWEEN}{partner}"


def find_counterparties(company, text):
    """Those that may be dealt with, by the beginning of the number or by words of name and place."""
    found = Partner.objects.filter(company=company, blocked=False)
    for word in fold(text).split()[:6]:
        found = found.filter(search_name__contains=word)
    return found.order_by("name", "pk")[:OFFERED]


def counterparty_typed(company, text):
    """The one that is meant: by its number, or by a name that fits only one. BusinessError `deal.counterparty...`"""
    number = text.split(BETWEEN)[0].strip()
    partners = Partner.objects.filter(company=company)
    partner = partners.filter(number=number).first()
    if partner is None:
        fitting = partners
        for word in fold(text).split()[:6]:
            fitting = fitting.filter(search_name__contains=word)
        found = list(fitting.filter(~Q(search_name=""))[:2])
        if len(found) > 1:
            sentence = _("“{text}” fits several business partners. Please choose one.")
            raise BusinessError("deal.counterparty_unclear", sentence.format(text=shorten(text, 60)), "counterparty")
        partner = found[0] if found else None
    if partner is None:
        sentence = _("There is no business partner “{text}”. Master data takes in new ones.")
        raise BusinessError("deal.counterparty_unknown", sentence.format(text=shorten(text, 60)), "counterparty")
    return partner


def is_the_company_itself(company, partner):
    """By its name, or by a bank account that is the company's own."""
    if fold(company.name) in (fold(str(partner)), fold(partner.name)):
        return True
    return partner.bank_accounts.filter(iban__in=own_ibans(company)).exists()
