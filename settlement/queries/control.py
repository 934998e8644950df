"""Which of the six checks a deal has passed (BTO 2.2.2 of MaRisk). Nothing is kept for it: it is read off the rows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.lib.dates import midnight
from foundation.records.models import AuditEvent
from risk.queries.breaches import states_of_breaches

from ..choices import CancellationState, DealState, DiscrepancyState, MarketOutcome, SettlementState, Way
from ..models import Deal

AGREED = {DealState.MATCHED, DealState.SETTLED, DealState.CLOSED}


@dataclass(frozen=True)
class Check:
    """`done`: nobody has to do anything about it any more."""

    done: bool
    words: str

    def __str__(self):
        return self.words


@dataclass(frozen=True)
class ControlLine:
    deal: Deal
    checks: tuple[Check, ...]

    @property
    def open(self):
        """A cancelled deal needs no further check."""
        return 0 if self.deal.state == DealState.CANCELLED else sum(not check.done for check in self.checks)


def control_journal(person, company, first, last):
    """A line for each deal of these days that the person sees, in the order of the numbers."""
    seen = Deal.objects.visible_to(person).filter(company=company)
    captured = seen.filter(traded_at__gte=midnight(first), traded_at__lt=midnight(last + timedelta(days=1)))
    deals = list(
        captured.select_related("trader", "market_check")
        .prefetch_related("confirmations", "discrepancies", "cancellations")
        .prefetch_related("settlements__made_by", "settlements__released_by")
        .order_by("year", "sequence")
    )
    breaches = states_of_breaches(Deal._meta.db_table, company)
    changes = _changes(first)
    return [
        ControlLine(
            deal,
            (
                _papers(deal),
                _match(deal),
                _limit(breaches.get(str(deal.pk), ())),
                _market(getattr(deal, "market_check", None)),
                _instruction(deal),
                _changed(deal, changes[str(deal.pk)]),
            ),
        )
        for deal in deals
    ]


def _papers(deal):
    there = any(confirmation.way == Way.IN for confirmation in deal.confirmations.all())
    return Check(there, _("confirmed") if there else _("missing"))


def _match(deal):
    found = deal.discrepancies.all()
    waiting = sum(one.state != DiscrepancyState.CLOSED for one in found)
    if waiting:
        return Check(
            False, ngettext("{count} difference open", "{count} differences open", waiting).format(count=waiting)
        )
    if deal.state not in AGREED:
        return Check(False, _("not yet"))
    if found:
        return Check(
            True,
            ngettext("{count} difference cleared", "{count} differences cleared", len(found)).format(count=len(found)),
        )
    return Check(True, _("agrees"))


def _limit(states):
    if not states:
        return Check(True, _("within"))
    return Check(all(not one.is_open for one in states), ", ".join(sorted({str(one.label) for one in states})))


def _market(check):
    if check is None:
        return Check(False, _("not yet"))
    return Check(check.outcome != MarketOutcome.OPEN, check.get_outcome_display())


def _instruction(deal):
    found = next((one for one in deal.settlements.all() if one.state != SettlementState.WITHDRAWN), None)
    if found is None:
        return Check(False, _("not yet"))
    if found.released_by is None:
        return Check(False, _("waits for release"))
    return Check(True, f"{found.made_by} / {found.released_by}")


def _changed(deal, count):
    asked = [one.state for one in deal.cancellations.all()]
    if CancellationState.ASKED in asked:
        return Check(False, _("cancellation asked for"))
    if deal.state == DealState.CANCELLED:
        return Check(True, _("cancelled"))
    if not count:
        return Check(True, _("none"))
    return Check(
        True, ngettext("{count} before confirmation", "{count} before confirmation", count).format(count=count)
    )


def _changes(first):
    """{key of the deal: how often its terms were put right}"""
    events = AuditEvent.objects.filter(
        table=Deal._meta.db_table, operation="event", verb="settlement.deal.changed", at__gte=midnight(first)
    )
    counts = defaultdict(int)
    counts.update(events.order_by().values_list("key").annotate(Count("pk")))
    return counts
