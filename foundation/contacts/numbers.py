"""Numbers that others gave out, as a form, a file and an action all check them."""

from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError

from .calc.iban import compact, is_iban
from .calc.vat import is_vat_id


def checked_iban(text):
    """Compact. BusinessError `contacts.iban`."""
    iban = compact(text)
    if not is_iban(iban):
        raise BusinessError("contacts.iban", _("This IBAN has a typing error: its check digits do not fit."), "iban")
    return iban


def checked_vat_id(text):
    """Compact; none is none. BusinessError `contacts.vat_id`."""
    vat_id = compact(text)
    if vat_id and not is_vat_id(vat_id):
        sentence = _("This VAT identification number cannot exist. A German one is DE and nine digits.")
        raise BusinessError("contacts.vat_id", sentence, "vat_id")
    return vat_id
