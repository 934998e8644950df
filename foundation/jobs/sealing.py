"""The audit trail is sealed every minute."""

from django.utils.translation import gettext_lazy as _

from foundation.records import seals

from . import schedules
from .registry import handler

KIND = "records.seal"


@handler(KIND, label=_("Seal the audit trail"))
def seal(job, progress):
    new = seals.seal()
    return {"seal": new.pk if new else None}


def register():
    schedules.every("seal", kind=KIND, minutes=1)
