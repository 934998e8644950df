from django.utils.translation import gettext_lazy as _

from foundation.records.conditions import OWN_PERSON
from foundation.records.guards import append_only, refuse

_TABLE = "settlement_cutoff"

GUARDS = (
    *append_only(_TABLE, "cut_off.stays"),
    *refuse("cut_off_own_name", _TABLE, "INSERT", "cut_off.own_name", f"NEW.set_by_id IS DISTINCT FROM {OWN_PERSON}"),
)

SENTENCES = {
    "cut_off.stays": _("A cut-off stays as it was. A new one holds from its first day on."),
    "cut_off.own_name": _("Everybody sets cut-offs in the own name only."),
}
