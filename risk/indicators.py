"""The key figures of risk control itself and of the rooms below it. The wings register theirs."""

from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from foundation.access import denials
from foundation.access.choices import RequestState
from foundation.access.models import BreakGlass, RecertificationItem, SeparationException
from foundation.lib.dates import midnight

from .calc.keyfigures import CENT
from .choices import BreachState
from .keyfigures import KeyFigure, register
from .models import LimitBreach
from .queries.breaches import live_on
from .queries.use import fullest

MONTH = timedelta(days=30)


def use_of_limits(company, on):
    """The fullest limit in per cent."""
    found = fullest(company, on)
    return found[0].percent or 0 if found else 0


def open_breaches(company, on):
    return len(live_on(LimitBreach.objects.filter(exposure__company=company), on, BreachState.OPEN))


def exceptions_in_force(company, on):
    """Written exceptions from separation that held on that day."""
    granted = SeparationException.objects.filter(person__company=company, state=RequestState.GRANTED)
    return granted.filter(valid_from__lte=on, valid_to__gte=on).count()


def overdue_recertifications(company, on):
    """Roles of its people that should have been confirmed or taken away by that day."""
    items = RecertificationItem.objects.filter(decision="", recertification__due_on__lt=on)
    return items.filter(grant__person__company=company).count()


def hours_of_break_glass(company, on):
    """Of the last thirty days, in hours."""
    span = (midnight(on - MONTH), midnight(on + timedelta(days=1)))
    used = BreakGlass.objects.filter(person__company=company, begun_at__range=span)
    seconds = sum(((each.ended_at or each.ends_at) - each.begun_at).total_seconds() for each in used)
    return (Decimal(seconds) / 3600).quantize(CENT)


def money_denied(company, on):
    """Attempts of the last thirty days at what moves money."""
    return denials.count(company, midnight(on - MONTH), midnight(on + timedelta(days=1)))


def register_all():
    register(
        KeyFigure("limit_use", _("Fullest limit"), use_of_limits, Decimal(80), Decimal(100), "%", order=10),
        KeyFigure("breaches_open", _("Open limit breaches"), open_breaches, Decimal(1), Decimal(3), order=11),
        KeyFigure(
            "separation_exceptions", _("Exceptions from separation in force"), exceptions_in_force, Decimal(1), Decimal(3),
            order=30,
        ),
        KeyFigure(
            "recertifications_overdue", _("Overdue recertifications"), overdue_recertifications, Decimal(1), Decimal(10),
            order=31,
        ),
        KeyFigure(
            "money_denied", _("Refused attempts to move money in 30 days"), money_denied, Decimal(5), Decimal(15), order=32
        ),
        KeyFigure(
            "break_glass_hours", _("Hours of emergency rights in 30 days"), hours_of_break_glass, Decimal(4), Decimal(12),
            "h", order=33,
        ),
    )  # fmt: skip
