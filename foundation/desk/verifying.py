"""The check of the audit trail that an auditor asks for: the chain of seals, and the roles that exclude each other."""

from itertools import islice

from django.db.models import Sum
from django.utils.translation import gettext as _

from foundation.access.gate import check
from foundation.access.queries.grants import conflicts_in_force
from foundation.records import seals
from foundation.records.models import AuditEvent, AuditSeal

KIND = "audit.verify"
SHOWN = 100


def work(job, progress):
    check(job.requested_by, "access.scan:run")

    def on_seal(number, count):
        progress(100 * number // count, _("Seal {number} of {count}").format(number=number, count=count))

    breaks = list(islice(seals.verify(on_seal), SHOWN))
    there = set(AuditEvent.objects.filter(pk__in=[found.event for found in breaks]).values_list("pk", flat=True))
    return {
        "events": AuditSeal.objects.aggregate(sealed=Sum("count"))["sealed"] or 0,
        "breaks": [
            {"sentence": found.sentence, "event": found.event if found.event in there else None} for found in breaks
        ],
        "conflicts": [
            {"person": str(one.person), "roles": [str(one.role), str(other.role)], "rule": rule}
            for one, other, rule in conflicts_in_force()
        ],
    }
