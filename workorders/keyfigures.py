"""What risk control hears of work orders."""

from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from foundation.lib.dates import midnight
from risk import keyfigures
from risk.keyfigures import KeyFigure

from .queries.figures import missed_share

DAY, MONTH = timedelta(days=1), timedelta(days=30)


def missed(company, on):
    return missed_share(company, on - MONTH + DAY, on, now=midnight(on + DAY)) or 0


def register():
    keyfigures.register(
        KeyFigure(
            "orders_missed", _("Work orders done late in 30 days"), missed, Decimal(10), Decimal(25), "%", order=50
        )
    )
