"""Who keeps business partners does it here."""

import re

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import BusinessError
from foundation.lib.text import fold
from foundation.records.actor import acting
from foundation.records.audit import happened

from .calc.iban import compact, masked
from .models import Partner, PartnerBankAccount, PartnerContact
from .numbers import checked_iban, checked_vat_id

EDIT = "contacts.partner:edit"
ADD_BANK_ACCOUNT = "contacts.bank_account:add"
BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


def create_partner(*, by, company, **facts):
    """Returns the new Partner. BusinessError `contacts.number_taken`, `contacts.vat_id`."""
    partner = Partner(company=company)
    check(by, EDIT, partner)
    with acting(by):
        return _save(partner, by, facts)


def change_partner(partner, *, by, **facts):
    """Sets the given fields; the company of a partner never changes."""
    check(by, EDIT, partner)
    with acting(by):
        return _save(Partner.objects.select_for_update().get(pk=partner.pk), by, facts)


def add_contact(partner, *, by, **facts):
    check(by, EDIT, partner)
    with acting(by):
        contact = PartnerContact.objects.create(partner=partner, **facts)
        happened("contacts.contact.added", subject=partner, name=contact.name)
        return contact


def add_bank_account(partner, *, by, iban, holder, valid_from, bic=""):
    """BusinessError `contacts.iban`, `contacts.bic`, `contacts.iban_known`."""
    check(by, ADD_BANK_ACCOUNT, partner)
    iban, bic = checked_iban(iban), compact(bic)
    if bic and not BIC.fullmatch(bic):
        raise BusinessError("contacts.bic", _("A BIC has 8 or 11 characters, for example MARKDEFF."), "bic")
    with acting(by):
        account = PartnerBankAccount(
            partner=partner, iban=iban, bic=bic, holder=holder, valid_from=valid_from, added_by=by
        )
        _once(account, BusinessError("contacts.iban_known", _("The partner already has this bank account."), "iban"))
        happened("contacts.bank_account.added", subject=partner, iban=masked(iban))
        return account


def bring_in_partner(*, by, company, ibans=(), **facts):
    """A partner and where it wants to be paid, from a row of a file."""
    partner = create_partner(by=by, company=company, **facts)
    for iban in ibans:
        add_bank_account(partner, by=by, iban=iban, holder=str(partner)[:140], valid_from=timezone.localdate())
    return partner


def _save(partner, by, facts):
    partner.changed_by = by
    for name, value in facts.items():
        setattr(partner, name, value)
    partner.vat_id = checked_vat_id(partner.vat_id)
    partner.search_name = fold(f"{partner.number} {partner} {partner.city}")[:400]  # an ä takes two letters
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
