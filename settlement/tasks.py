"""What settlement does by itself: closes what is done, and chases confirmations that do not come (BTO 2.2.2)."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.access.queries.grants import holders
from foundation.jobs.registry import handler
from foundation.notices.actions import notify
from foundation.organisation.models import Company, Person
from foundation.records.actor import acting

from .actions.confirmations import CONFIRM
from .actions.settlements import RELEASE, close_settled_deals
from .queries.settling import long_ago, open_confirmations

CLOSING, CHASING = "settlement.closing", "settlement.chasing"
AUTHOR = "system:settlement"
ESCALATED_AFTER = 3


@handler(CLOSING, label=_("Close settled deals"))
def close(job, progress):
    return {"closed": close_settled_deals(by=AUTHOR)}


@handler(CHASING, label=_("Chase missing confirmations"))
def chase(job, progress):
    """After a day those who confirm are told; after three days those who lead them as well. Once a day, at eight."""
    told = 0
    for company in Company.objects.all():
        for days, permission in ((1, CONFIRM), (ESCALATED_AFTER, RELEASE)):
            if missing := open_confirmations(company, before=long_ago(days)).count():
                told += _tell(company, missing, days, permission)
    return {"told": told}


def _tell(company, missing, days, permission):
    sentence = ngettext(
        "{count} confirmation has been missing for more than {days} days.",
        "{count} confirmations have been missing for more than {days} days.",
        missing,
    )
    address = f"{reverse('settlement:deals')}?unconfirmed=yes"
    people = Person.objects.filter(company=company, pk__in=holders(permission, timezone.localdate()))
    with acting(AUTHOR):
        for person in people:
            notify(person, sentence.format(count=missing, days=days), address, kind="settlement.chasing")
    return len(people)
