"""Business partners from a file."""

from django.utils.translation import gettext_lazy as _

from foundation.imports.columns import Column
from foundation.imports.kinds import Kind

from .actions import ADD_BANK_ACCOUNT, EDIT, bring_in_partner
from .forms import IbansField, PartnerForm
from .models import Partner

FIELDS = {
    "number": ("Kundennummer", "Lieferantennummer", "Partnernummer", "No", "Nr"),
    "name": ("Firma", "Company name"),
    "kind": ("Typ", "Type"),
    "legal_form": (),
    "street": ("Anschrift", "Address"),
    "postcode": ("PLZ", "ZIP", "Postal code"),
    "city": ("Stadt", "Town"),
    "country": (),
    "vat_id": ("Umsatzsteuer-Identifikationsnummer", "USt-IdNr.", "USt-ID", "UID", "VAT ID", "VAT number"),
    "email": ("Mail", "Email"),
    "phone": ("Tel", "Telefonnummer"),
    "note": ("Bemerkung", "Remark"),
}  # those of the form, with other headings under which they come
IBANS = IbansField(label=_("IBAN"), required=False, help_text=_("Several are parted by commas."))


def known(company, key, values):
    found = Partner.objects.filter(company=company, **{f"{key}__in": values})
    return set(found.values_list(key, flat=True))


PARTNERS = Kind(
    code="contacts.partners",
    app="contacts",
    name="import",
    label=_("Business partners"),
    title=_("Import business partners"),
    columns=(
        *(Column(name, PartnerForm.base_fields[name], also) for name, also in FIELDS.items()),
        Column("ibans", IBANS, ("Bankverbindung", "Bank account")),
    ),
    keys=("number", "vat_id"),
    known=known,
    write=bring_in_partner,
    permission=EDIT,
    confirm=ADD_BANK_ACCOUNT,
)
