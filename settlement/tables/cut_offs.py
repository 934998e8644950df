from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Table

CUT_OFFS = Table(
    Column("valid_from", _("Valid from"), kind="date", sort="valid_from"),
    Column("product", _("Product"), value=lambda row: row.get_product_display() if row.product else _("all others")),
    Column("time", _("Cut-off"), value=str, kind="number"),
    Column("set_by", _("Set by")),
    Column("set_at", _("Set on"), kind="datetime"),
    order="-valid_from",
)
