"""What risk control hears of the backups."""

from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from foundation.jobs.choices import State
from foundation.jobs.models import Job
from foundation.lib.dates import midnight
from risk import keyfigures
from risk.keyfigures import KeyFigure

from .nightly import BACKUP

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def failed(company, on):
    """They are of the whole portal, whatever the company."""
    span = (midnight(on - WEEK + DAY), midnight(on + DAY))
    return Job.objects.filter(kind=BACKUP, state=State.FAILED, created_at__range=span).count()


def register():
    keyfigures.register(
        KeyFigure("backups_failed", _("Failed backups in 7 days"), failed, Decimal(1), Decimal(2), order=40)
    )
