"""What waits for who settles deals, and for risk control, and the same as figures of the home page."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from foundation.access.policy import can
from foundation.desk.figures import Figure
from foundation.desk.worklist import WorkItem

from .actions.confirmations import CLOSE, CONFIRM
from .actions.market import DECIDE
from .actions.settlements import RELEASE, SETTLE
from .choices import ConfirmationState, DealState, DiscrepancyState, MarketOutcome, SettlementState
from .models import Confirmation, Deal, Discrepancy, MarketCheck, Settlement
from .queries.deals import company_of
from .queries.settling import long_ago, open_confirmations, to_settle

KIND = _("Settlement")


def _to_confirm(person):
    return Deal.objects.visible_to(person).filter(state=DealState.CAPTURED)


def _to_assign(person):
    return Confirmation.objects.visible_to(person).filter(state=ConfirmationState.OPEN)


def _to_clear(person):
    return Discrepancy.objects.visible_to(person).filter(state=DiscrepancyState.OPEN, owner=person)


def _to_close(person):
    return Discrepancy.objects.visible_to(person).filter(state=DiscrepancyState.CLEARED).exclude(cleared_by=person)


def _to_judge(person):
    return MarketCheck.objects.visible_to(person).filter(outcome=MarketOutcome.OPEN)


def _to_settle(person):
    return to_settle(Deal.objects.visible_to(person))


def _to_release(person):
    waits = Settlement.objects.visible_to(person).filter(state=SettlementState.PROPOSED)
    return waits.exclude(four_eyes=True, made_by=person).exclude(four_eyes=True, editors__person=person)


# permission, rows, since when, until when if it has a day, list, its query, sentence
DUTIES = (
    (CONFIRM, _to_confirm, "traded_at", "", "deals", f"state={DealState.CAPTURED}",
     ngettext_lazy("Confirm {count} deal", "Confirm {count} deals", "count")),
    (CONFIRM, _to_assign, "received_at", "", "confirmations", f"state={ConfirmationState.OPEN}",
     ngettext_lazy("Assign {count} confirmation", "Assign {count} confirmations", "count")),
    (CLOSE, _to_clear, "found_at", "", "discrepancies", f"state={DiscrepancyState.OPEN}&owner={{person.pk}}",
     ngettext_lazy("Clear {count} discrepancy", "Clear {count} discrepancies", "count")),
    (CLOSE, _to_close, "found_at", "", "discrepancies", f"state={DiscrepancyState.CLEARED}",
     ngettext_lazy("Close {count} discrepancy", "Close {count} discrepancies", "count")),
    (DECIDE, _to_judge, "checked_at", "", "market_checks", f"outcome={MarketOutcome.OPEN}",
     ngettext_lazy("Judge {count} price", "Judge {count} prices", "count")),
    (SETTLE, _to_settle, "traded_at", "value_date", "deals", "to_settle=yes",
     ngettext_lazy("Prepare {count} settlement", "Prepare {count} settlements", "count")),
    (RELEASE, _to_release, "made_at", "deal__value_date", "settlements", f"state={SettlementState.PROPOSED}",
     ngettext_lazy("Release {count} settlement", "Release {count} settlements", "count")),
)  # fmt: skip


def waiting(person):
    for permission, rows, since, until, page, query, sentence in DUTIES:
        if not can(person, permission):
            continue
        first = {"first": Min(since), "due": Min(until)} if until else {"first": Min(since)}
        found = rows(person).order_by().aggregate(count=Count("pk", distinct=True), **first)
        if count := found["count"]:
            title = (sentence % {"count": count}).format(count=count)
            url = f"{reverse(f'settlement:{page}')}?{query.format(person=person)}"
            yield WorkItem(title, url, KIND, found["first"], found.get("due"))


def figures(person):
    if not can(person, "settlement.confirmation:view"):
        return
    company = company_of(person)
    overdue = open_confirmations(company, before=long_ago()).count() if company else 0
    note = _("without the word of the counterparty for more than a day")
    address = f"{reverse('settlement:deals')}?unconfirmed=yes"
    yield Figure(_("Open confirmations"), overdue, note, address, "bad" if overdue else "good")
    differing = Discrepancy.objects.visible_to(person).filter(state=DiscrepancyState.OPEN).count()
    address = f"{reverse('settlement:discrepancies')}?state={DiscrepancyState.OPEN}"
    yield Figure(_("Open discrepancies"), differing, url=address, tone="wait" if differing else "")
