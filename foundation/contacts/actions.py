"""Who keeps business partners does it here."""

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import BusinessError
from foundation.lib.text import fold
from foundation.records.actor import acting
from foundation.records.audit import happened

from .calc import iban as ibans
from .calc.vat import is_vat_id
from .models import Partner, PartnerBankAccount, PartnerContact

EDIT = "contacts.partner:edit"
ADD_BANK_ACCOUNT = "contacts.bank_account:add"
BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


def create_partner(*, by, company, **facts):
    """Returns the new Partner. BusinessError `contacts.number_taken`, `contacts.vat_id`."""
    partner = Partner(company=company)
    check(by, EDIT, partner)
    with acting(by):
        return _save(partner, facts)


def change_partner(partner, *, by, **facts):
    """Sets the given fields; the company of a partner never changes."""
    check(by, EDIT, partner)
    with acting(by):
        return _save(Partner.objects.select_for_update().get(pk=partner.pk), facts)


def add_contact(partner, *, by, **facts):
    check(by, EDIT, partner)
    with acting(by):
        contact = PartnerContact.objects.create(partner=partner, **facts)
        happened("contacts.contact.added", subject=partner, name=contact.name)
        return contact


def add_bank_account(partner, *, by, iban, holder, valid_from, bic=""):
    """BusinessError `contacts.iban`, `contacts.bic`, `contacts.iban_known`."""
    check(by, ADD_BANK_ACCOUNT, partner)
    iban, bic = ibans.compact(iban), ibans.compact(bic)
    if not ibans.is_iban(iban):
        raise BusinessError("contacts.iban", _("This IBAN has a typing error: its check digits do not fit."), "iban")
    if bic and not BIC.fullmatch(bic):
        raise BusinessError("contacts.bic", _("A BIC has 8 or 11 characters, for example MARKDEFF."), "bic")
    with acting(by):
        account = PartnerBankAccount(partner=partner, iban=iban, bic=bic, holder=holder, valid_from=valid_from)
        _once(account, BusinessError("contacts.iban_known", _("The partner already has this bank account."), "iban"))
        happened("contacts.bank_account.added", subject=partner, iban=ibans.masked(iban))
        return account


def _save(partner, facts):
    for name, value in facts.items():
        setattr(partner, name, value)
    partner.vat_id = ibans.compact(partner.vat_id)
    if partner.vat_id and not is_vat_id(partner.vat_id):
        sentence = _("This VAT identification number cannot exist. A German one is DE and nine digits.")
        raise BusinessError("contacts.vat_id", sentence, "vat_id")
    partner.search_name = fold(f"{partner.number} {partner} {partner.city}")
    sentence = _("The number {number} already belongs to another partner.").format(number=partner.number)
    _once(partner, BusinessError("contacts.number_taken", sentence, "number"))
    return partner


def _once(row, taken):
    """Saves the row, or says `taken` where the database knows its like."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise _reason(error, taken) from error


def _reason(error, taken):
    return taken if "unique" in str(error).lower() else error
