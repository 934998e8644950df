"""B22: the limits in force on a day with what used them, and the breaches that lived. BTR 1 and 2 of MaRisk."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.reports.catalogue import Row
from foundation.reports.evidence import DayForm, EvidenceReport
from foundation.screens.templatetags.screens import moment, percentage

from ..calc.exposure import OK, WARN
from ..choices import LimitKind
from ..models import Limit, LimitBreach
from ..queries.breaches import live_on
from ..queries.use import Uses, is_over

STATES = {OK: gettext_lazy("within"), WARN: gettext_lazy("80 % or more"), "block": gettext_lazy("above")}


class LimitReport(EvidenceReport):
    code = "risk.limits"
    reference = "B22"
    name = gettext_lazy("Daily limit report")
    description = gettext_lazy(
        "Every limit in force on a day with what used it, and every breach that was open or tolerated."
    )
    permission = "risk.limit:view"
    form = DayForm

    def build(self, person, params, progress):
        company, day = person.company_of(person.reached), params["on"]
        uses = _uses(person, company, day)
        breaches = live_on(_breaches(person, company), day)
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
                *([] if is_over(day) else [(_("Time"), moment(timezone.now()))]),
                (_("Breaches"), len(breaches)),
                (_("Limits in force"), len(uses)),
                (_("Amounts"), _("in the currency of the company")),
            ],
        )


def _uses(person, company, on):
    """By kind, the fullest first."""
    seen = Limit.objects.visible_to(person).filter(company=company).in_force(on)
    found, order = Uses(company, on), list(LimitKind)
    limits = seen.select_related("counterparty", "trader", "desk", "made_by", "approved_by")
    uses = [found.of(limit) for limit in sorted(limits, key=lambda limit: limit.thing_label)]
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
    found = LimitBreach.objects.visible_to(person).filter(exposure__company=company)
    related = found.select_related(
        "exposure__counterparty", "limit__counterparty", "limit__trader", "limit__desk", "decided_by"
    )
    return related.prefetch_related("exposure__subject")


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
