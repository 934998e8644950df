"""What the home page tells those who close deals and those who lead them."""

from datetime import timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can, roles_of
from foundation.desk.figures import Figure
from foundation.lib.charts import Point
from foundation.lib.dates import format_date, midnight
from foundation.screens.templatetags.screens import amount, day
from risk.calc.exposure import Claim
from risk.queries.exposure import look

from .choices import DealState
from .models import Deal
from .permissions import LEADERS
from .queries.deals import company_of

DAYS = 14


def figures(person):
    captures = can(person, "settlement.deal:capture")
    if not captures and not roles_of(person) & {*LEADERS, "board.front"}:
        return
    company = company_of(person)
    deals = Deal.objects.visible_to(person).filter(company=company)
    whose = "whose=mine&" if captures else ""
    if captures:
        deals = deals.filter(trader=person)
    address, today = reverse("settlement:deals"), timezone.localdate()
    this_day = f"date_from={format_date(today)}&date_to={format_date(today)}"
    series = _by_day(deals, today)
    yield Figure(
        _("Deals today"), series[-1].value, _("the last {count} days").format(count=DAYS), f"{address}?{whose}{this_day}",
        series=series,
    )  # fmt: skip
    blocked = deals.filter(state=DealState.BLOCKED).count()
    note = _("above a limit, for risk control to decide") if blocked else ""
    yield Figure(_("Blocked"), blocked, note, f"{address}?{whose}state={DealState.BLOCKED}", "bad" if blocked else "")
    if captures:
        yield from _open_limit(person, company)
    first = today.replace(day=1)
    late = deals.filter(late=True, traded_at__gte=midnight(first)).count()
    span = f"date_from={format_date(first)}&date_to={format_date(today)}"
    yield Figure(_("Late this month"), late, url=f"{address}?{whose}late=yes&{span}", tone="wait" if late else "")


def _open_limit(person, company):
    """What the tightest of one's own limits leaves, whatever the counterparty."""
    claim = Claim(company.pk, 0, "", person.pk, person.unit_id or 0, "", 0, timezone.localdate())
    use = min(look(claim, at=timezone.now()).uses, key=lambda use: use.free, default=None)
    if use:
        yield Figure(_("Open limit"), amount(use.free), str(use.limit), reverse("settlement:positions"))


def _by_day(deals, today):
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    rows = deals.filter(traded_at__gte=midnight(days[0])).annotate(on=TruncDate("traded_at")).order_by()
    counts = dict(rows.values_list("on").annotate(Count("pk")))
    return tuple(Point(day(each), counts.get(each, 0)) for each in days)
