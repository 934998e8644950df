"""The audit trail is sealed every minute."""

from foundation.records import seals

from . import schedules
from .registry import handler

KIND = "records.seal"


@handler(KIND)
def seal(job, progress):
    new = seals.seal()
    return {"seal": new.pk if new else None}


def register():
    schedules.every("seal", kind=KIND, minutes=1)
