"""What the home page tells of the risks: what is broken, how full the limits are, how much is open."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.access.policy import can
from foundation.desk.figures import Figure
from foundation.screens.templatetags.screens import amount, percentage

from .calc.exposure import BLOCK, WARN
from .choices import BreachState, LimitKind
from .models import LimitBreach
from .queries.companies import company_of
from .queries.use import Uses, fullest

TONES = {BLOCK: "bad", WARN: "wait"}


def figures(person):
    company = company_of(person)
    if company is None or not can(person, "risk.limit:view"):
        return
    count = LimitBreach.objects.visible_to(person).filter(exposure__company=company).open().count()
    url = f"{reverse('risk:breaches')}?state={BreachState.OPEN}"
    yield Figure(_("Open limit breaches"), count, url=url, tone="bad" if count else "")
    if use := next(iter(fullest(company)), None):
        share = f"{percentage(use.percent)} %" if use.percent is not None else amount(use.used)
        yield Figure(_("Fullest limit"), share, str(use.limit), use.limit.get_absolute_url(), TONES.get(use.state, ""))
    total, deals = Uses(company).of_thing(LimitKind.TOTAL, None)
    note = ngettext("in {count} open deal", "in {count} open deals", deals).format(count=deals)
    yield Figure(_("Exposure"), amount(total), note, reverse("risk:exposure"))
