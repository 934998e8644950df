"""How long a customer may take to pay is decided by front and back together (BTO 1.1 of MaRisk)."""

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.access import approvals
from foundation.access.gate import check
from foundation.lib.errors import BusinessError
from foundation.notices.actions import notify
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.guards import speaking
from foundation.records.states import move

from ..calc.credits import BOTH
from ..choices import CREDIT_TRANSITIONS
from ..errors import DecidedMeanwhile
from ..models import CreditDecision, CreditPolicy
from ..queries.credits import sides_needed

ASK, VOTE, POLICY = "risk.credit:ask", "risk.credit:vote", "risk.credit_policy:edit"
NOTICE = "risk.credit"


def ask_credit(*, by, company, partner, days, amount, valid_from, valid_to=None, reason):
    """A payment term of so many `days` for sales up to `amount` cents each. It holds once both sides have voted for it;
    where little is at risk, the back office alone (R24)."""
    decision = CreditDecision(
        company=company, partner=partner, days=days, amount=amount, valid_from=valid_from, valid_to=valid_to,
        reason=reason, asked_by=by, relevant=sides_needed(company.pk, amount) == BOTH,
    )  # fmt: skip
    check(by, ASK, decision)
    if valid_from < timezone.localdate():
        raise BusinessError(
            "risk.credit_past", _("A decision holds from today at the earliest: what was, stays."), field="valid_from"
        )
    if valid_to and valid_to < valid_from:
        raise BusinessError("risk.credit_span", _("The last day lies before the first."), field="valid_to")
    if amount < 0:
        raise BusinessError("risk.credit_negative", _("The amount is not negative."), field="amount")
    with acting(by, reason), speaking():
        decision.save(force_insert=True)
        happened("risk.credit.asked", subject=decision, days=days, amount=amount)
        approvals.ask(CREDIT, decision, by=by)
        return decision


def withdraw_credit(decision, *, by):
    """By who asked for it, while it waits."""
    check(by, ASK, decision)
    with acting(by):
        for approval in approvals.pending_about(decision).select_for_update():
            approvals.withdraw(approval, by=by)
        _move(decision, "withdraw")


def set_credit_policy(*, by, company, ordinary_days, relevant_from, reason):
    policy = CreditPolicy(
        company=company, ordinary_days=ordinary_days, relevant_from=relevant_from, reason=reason, set_by=by
    )
    check(by, POLICY, policy)
    if relevant_from < 0:
        raise BusinessError("risk.credit_negative", _("The amount is not negative."), field="relevant_from")
    with acting(by, reason):
        policy.save(force_insert=True)
        happened("risk.credit_policy.set", subject=policy, days=ordinary_days, amount=relevant_from)
        return policy


def _agreed(decision, approval, by):
    """What held for this customer before gives way from the day on which this one begins to hold."""
    others = CreditDecision.objects.filter(company=decision.company_id, partner=decision.partner_id)
    others = [other.pk for other in others.exclude(pk=decision.pk).order_by("pk").select_for_update()]
    begins = max(decision.valid_from, timezone.localdate())
    if decision.valid_to and decision.valid_to < begins:
        raise BusinessError("risk.credit_over", _("The last day of this decision has passed. Please ask for it anew."))
    with speaking():
        CreditDecision.objects.filter(pk__in=others).give_way(begins)
        _move(decision, "agree", holds_from=begins, holds_to=decision.valid_to)
    _tell(decision, _("The payment term was agreed: {decision}"))


def _declined(decision, approval, by):
    _move(decision, "decline")
    _tell(decision, _("The payment term was declined: {decision}"))


def _tell(decision, sentence):
    title = format_lazy(sentence, decision=decision)
    notify(decision.asked_by, title, decision.get_absolute_url(), kind=NOTICE)


def _move(decision, event, **facts):
    facts["decided_at"] = timezone.now()
    state = move(decision, CREDIT_TRANSITIONS, event, otherwise=DecidedMeanwhile(), **facts)
    happened(f"risk.credit.{state}", subject=decision)


def _facts(decision):
    before = CreditDecision.objects.filter(company=decision.company_id, partner=decision.partner_id)
    before = before.in_force(timezone.localdate()).exclude(pk=decision.pk).first()
    return (
        (_("Until now"), before.terms if before else ""),
        (_("Valid from"), decision.valid_from),
        (_("Valid until"), decision.valid_to or _("until it is changed")),
    )


CREDIT = approvals.Kind(
    code="risk.credit",
    label=_("Credit decision"),
    permission=VOTE,
    approved=_agreed,
    rejected=_declined,
    sides=lambda decision: decision.sides,
    facts=_facts,
    url=lambda decision: decision.get_absolute_url() if decision else "",
)
