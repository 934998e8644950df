"""The daily risk report: kept, signed by the head of risk control, read by the management."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import Conflict
from foundation.notices.actions import notify
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.guards import speaking

from ..models import DailyReport, Receipt
from ..permissions import BOARD
from ..queries.holders import holders

SIGN, READ = "risk.daily_report:sign", "risk.daily_report:read"
NOTICE = "risk.daily_report"


def keep_daily_report(*, company, day, content, files):
    """With a receipt for each member of the management. None when another was faster."""
    with acting("system:risk"):
        try:
            with transaction.atomic():
                report = DailyReport.objects.create(company=company, day=day, content=content, files=files)
        except IntegrityError:
            return None
        readers = list(holders(company.pk, *BOARD))
        Receipt.objects.bulk_create(Receipt(report=report, person=person) for person in readers)
        address = reverse("risk:daily_report", args=[report.pk])
        for person in readers:
            notify(person, _("The daily risk report is there. Please confirm that you read it."), address, kind=NOTICE)
        for person in holders(company.pk, "risk.head"):
            notify(person, _("The daily risk report is there. Please sign it."), address, kind=NOTICE)
        happened("risk.daily_report.made", subject=report, day=str(day))
        return report


def sign_daily_report(report, *, by, remark=""):
    check(by, SIGN, report)
    with acting(by), speaking():
        facts = {"signed_by": by, "signed_at": timezone.now(), "remark": remark}
        if not DailyReport.objects.unsigned().filter(pk=report.pk).update(**facts):
            raise Conflict("risk.daily_signed", _("A daily report is signed once."))
        happened("risk.daily_report.signed", subject=report)


def confirm_reading(report, *, by):
    check(by, READ, report)
    with acting(by), speaking():
        mine = Receipt.objects.filter(report=report, person=by, read_at=None)
        if not mine.update(read_at=timezone.now()):
            raise Conflict("risk.receipt", _("There is no open receipt of yours for this report."))
        happened("risk.daily_report.read", subject=report)
