"""The ends of open periods, for the calendar of whoever closes them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.policy import can
from foundation.calendars import feed

from .choices import PeriodState
from .models import Period


def register():
    feed.register(feed.Provider("period", gettext_lazy("ends of open periods"), period_ends))


def period_ends(person, first, last):
    if not can(person, "accounting.period:lock"):
        return
    found = Period.objects.visible_to(person).filter(state=PeriodState.OPEN, end__range=(first, last))
    for period in found.select_related("fiscal_year__company"):
        title = _("Period {period} ends ({company})").format(period=period, company=period.fiscal_year.company)
        yield feed.Event(str(period.pk), title, period.end, reverse("accounting:periods"))
