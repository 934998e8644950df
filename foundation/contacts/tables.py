from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Status, Table


def _state(partner):
    return Status("error", _("blocked")) if partner.blocked else Status("done", _("active"))


PARTNERS = Table(
    Column("number", _("Number"), sort="number", link=lambda partner: partner.get_absolute_url()),
    Column("name", _("Name"), value=str, sort="name"),
    Column("kind", _("Kind"), value=lambda partner: partner.get_kind_display()),
    Column("city", _("City"), sort="city"),
    Column("vat_id", _("VAT ID")),
    Column("state", _("State"), value=_state, kind="status"),
    order="name",
)
