from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Status, Table

from .choices import PartnerKind

BLOCKED, ACTIVE = Status("error", _("blocked")), Status("done", _("active"))


PARTNERS = Table(
    Column("number", _("Number"), sort="number", link=lambda partner: partner.get_absolute_url()),
    Column("name", _("Name"), value=str, sort="name"),
    Column("kind", _("Kind"), value=lambda partner: PartnerKind(partner.kind).label),
    Column("city", _("City"), sort="city"),
    Column("vat_id", _("VAT ID")),
    Column("state", _("State"), value=lambda partner: BLOCKED if partner.blocked else ACTIVE, kind="status"),
    Column("street", _("Street"), shown=False),
    Column("postcode", _("Postcode"), shown=False, sort="postcode"),
    Column("country", _("Country"), shown=False),
    Column("email", _("E-mail"), shown=False),
    Column("phone", _("Phone"), shown=False),
    Column("company", _("Company"), shown=False, relation="company"),
    order="name",
)
