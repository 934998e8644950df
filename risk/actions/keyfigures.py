from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import BusinessError
from foundation.records.actor import acting
from foundation.records.audit import happened

from .. import keyfigures
from ..models import Reading, Threshold
from ..queries.keyfigures import measure

EDIT = "risk.key_figure:edit"


def set_threshold(*, by, company, code, amber, red, reason):
    threshold = Threshold(company=company, code=code, amber=amber, red=red, reason=reason, set_by=by)
    check(by, EDIT, threshold)
    if keyfigures.get(code) is None:
        raise BusinessError("risk.no_figure", _("There is no such key figure."))
    if red < amber:
        raise BusinessError("risk.threshold_order", _("Red does not begin before amber."), field="red")
    with acting(by, reason):
        threshold.save(force_insert=True)
        happened("risk.threshold.set", subject=threshold, code=code, amber=str(amber), red=str(red))
        return threshold


def take_readings(company, on):
    """Once for each figure and day, however often it is asked for."""
    there = set(Reading.objects.filter(company=company, on=on).values_list("code", flat=True))
    return keep_readings(
        company, on, {code: found for code, found in measure(company, on).items() if code not in there}
    )


def keep_readings(company, on, found):
    """`found` is {code: (value, light)}. How many they are."""
    with acting("system:risk"):
        Reading.objects.bulk_create(
            [
                Reading(company=company, code=code, on=on, value=value, light=light)
                for code, (value, light) in found.items()
            ],
            ignore_conflicts=True,
        )
    return len(found)
