from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import BusinessError
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..models import CutOff

EDIT = "settlement.cut_off:edit"


def set_cut_off(*, by, company, time, valid_from, product=""):
    """R14. For deals from that day on; what was marked late before stays so."""
    cut_off = CutOff(company=company, product=product, time=time, valid_from=valid_from, set_by=by)
    check(by, EDIT, cut_off)
    if valid_from < timezone.localdate():
        raise BusinessError("cut_off.past", _("A cut-off holds from today on at the earliest."), "valid_from")
    with acting(by), guards.speaking():
        try:
            with transaction.atomic():
                cut_off.save()
        except IntegrityError as error:
            if guards.explain(error):
                raise
            sentence = _("A cut-off from that day on was set already.")
            raise BusinessError("cut_off.there", sentence, "valid_from") from error
        happened("settlement.cut_off.set", subject=cut_off, time=f"{time:%H:%M}")
        return cut_off
