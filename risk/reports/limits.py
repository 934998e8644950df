"""B22: the limits in force with what uses them, and the breaches that live. BTR 1 and 2 of MaRisk."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.reports.catalogue import Row
from foundation.reports.evidence import EvidenceReport
from foundation.reports.parameters import ReportForm
from foundation.screens.templatetags.screens import percentage

from ..calc.exposure import OK, WARN, Use
from ..choices import LimitKind
from ..models import Limit, LimitBreach
from ..queries.exposure import sums

STATES = {OK: gettext_lazy("within"), WARN: gettext_lazy("80 % or more"), "block": gettext_lazy("above")}


class LimitReport(EvidenceReport):
    code = "risk.limits"
    reference = "B22"
    name = gettext_lazy("Daily limit report")
    description = gettext_lazy(
        "Every limit in force with what uses it now, and every breach that is open or tolerated."
    )
    permission = "risk.limit:view"
    form = ReportForm

    def build(self, person, params, progress):
        company, today = person.company_of(person.reached), timezone.localdate()
        uses = _uses(person, company, today)
        breaches = list(_breaches(person, company))
        return self.sheet(
            person,
            params,
            [
                (_("Kind"), "text"),
                (_("Limit of"), "text"),
                (_("Limit"), "amount"),
                (_("Used"), "amount"),
                (_("Free"), "amount"),
                (_("in %"), "amount"),
                (_("State"), "text"),
                (_("Since"), "date"),
                (_("Until"), "date"),
                (_("Decided by"), "text"),
            ],
            [
                *([_head(_("Breaches")), *map(_breach, breaches), _head(_("Limits in force"))] if breaches else []),
                *map(_line, uses),
            ],
            [
                (_("Breaches"), len(breaches)),
                (_("Limits in force"), len(uses)),
                (_("Amounts"), _("in the currency of the company")),
            ],
        )


def _uses(person, company, on):
    """By kind, the fullest first."""
    seen = Limit.objects.visible_to(person).filter(company=company).in_force(on)
    limits = list(seen.select_related("counterparty", "trader", "desk", "made_by", "approved_by"))
    used = sums(company.pk, limits)
    order = list(LimitKind)
    limits.sort(key=lambda limit: limit.thing_label)
    uses = [Use(limit, used[limit.pk], used[limit.pk]) for limit in limits]
    return sorted(uses, key=lambda use: (order.index(use.limit.kind), -(use.percent or 0)))


def _head(title):
    return Row([title, *[None] * 9], "head")


def _line(use):
    limit = use.limit
    return [
        limit.get_kind_display(),
        limit.thing_label,
        use.amount,
        use.used,
        use.free,
        percentage(use.percent),
        str(STATES[use.state]),
        limit.holds_from,
        limit.holds_to or limit.valid_to,
        f"{limit.made_by} / {limit.approved_by}",
    ]


def _breaches(person, company):
    live = LimitBreach.objects.visible_to(person).live().filter(exposure__company=company)
    related = live.select_related(
        "exposure__counterparty", "limit__counterparty", "limit__trader", "limit__desk", "decided_by"
    )
    return related.prefetch_related("exposure__subject").order_by("opened_at", "pk")


def _breach(breach):
    return [
        breach.limit.get_kind_display() if breach.limit else LimitKind.COUNTERPARTY.label,
        str(breach),
        breach.limit_amount,
        breach.after,
        -breach.over,
        percentage(breach.percent),
        breach.get_state_display(),
        timezone.localdate(breach.opened_at),
        breach.tolerated_until,
        str(breach.decided_by or ""),
    ]
