"""The inventory of risks: kept, looked through at least once a year, frozen once a year."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access import approvals
from foundation.access.gate import check
from foundation.lib.dates import format_date
from foundation.lib.errors import BusinessError, Conflict
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.guards import speaking
from foundation.records.states import move

from ..choices import ACCEPTANCE_TRANSITIONS, AcceptanceState, Treatment
from ..errors import DecidedMeanwhile
from ..models import Acceptance, Risk, RiskSnapshot

EDIT, FREEZE, ACCEPT = "risk.risk:edit", "risk.risk:freeze", "risk.risk:accept"
A_YEAR = timedelta(days=366)
SAID = tuple(field.name for field in RiskSnapshot._meta.get_fields() if field.name in {
    "name", "category", "treatment", "material", "esg", "owner", "company", "gross_likelihood", "gross_impact",
    "net_likelihood", "net_impact", "target_likelihood", "target_impact",
})  # fmt: skip


def add_risk(*, by, company, review_due, **facts):
    risk = Risk(company=company, reviewed_by=by, reviewed_on=timezone.localdate(), review_due=review_due, **facts)
    check(by, EDIT, risk)
    _within_a_year(review_due)
    if risk.treatment == Treatment.ACCEPT:
        raise _by_two()
    with acting(by), speaking():
        _named_once(risk)
        risk.save(force_insert=True)
        happened("risk.risk.added", subject=risk, score=str(risk.net))
        return risk


def assess_risk(risk, *, by, review_due, **facts):
    """Judged anew, which is a review as well. What was accepted was accepted as it was judged then: an open request is void."""
    check(by, EDIT, risk)
    _within_a_year(review_due)
    with acting(by), speaking():
        risk = Risk.objects.select_for_update().get(pk=risk.pk, retired_on=None)
        if facts.get("treatment") == Treatment.ACCEPT != risk.treatment:
            raise _by_two()
        before = risk.net
        for name, value in facts.items():
            setattr(risk, name, value)
        _named_once(risk)
        risk.reviewed_on, risk.reviewed_by, risk.review_due = timezone.localdate(), by, review_due
        risk.save()
        happened("risk.risk.assessed", subject=risk, before=str(before), after=str(risk.net))
        return risk


def retire_risk(risk, *, by, reason):
    check(by, EDIT, risk)
    with acting(by, reason):
        if not Risk.objects.current().filter(pk=risk.pk).update(retired_on=timezone.localdate()):
            raise DecidedMeanwhile
        happened("risk.risk.retired", subject=risk, reason=reason)


def ask_acceptance(risk, *, by, until, reason):
    """To live with the risk as it is until a day, a year at most."""
    acceptance = Acceptance(risk=risk, until=until, reason=reason, made_by=by)
    check(by, EDIT, risk)
    if not timezone.localdate() < until <= timezone.localdate() + A_YEAR:
        raise BusinessError(
            "risk.acceptance_span", _("A risk is accepted until a day within a year from now."), field="until"
        )
    with acting(by, reason), speaking():
        if Acceptance.objects.filter(risk=risk, state=AcceptanceState.ASKED).exists():
            raise Conflict("risk.acceptance_asked", _("This was asked already and waits for an answer."))
        acceptance.save(force_insert=True)
        happened("risk.acceptance.asked", subject=risk, until=format_date(until))
        approvals.ask(ACCEPTANCE, acceptance, by=by)
        return acceptance


def freeze_inventory(*, by, company, year):
    """All risks as they stand, once for a year, not before its last quarter."""
    check(by, FREEZE)
    if timezone.localdate() < date(year, 10, 1):
        raise BusinessError("risk.too_early", _("A year is frozen in its last quarter or later."))
    with acting(by), speaking():
        if RiskSnapshot.objects.filter(company=company, year=year).exists():
            raise Conflict("risk.frozen", _("The inventory of this year is frozen already."))
        risks = Risk.objects.current().filter(company=company).order_by("pk")
        frozen = RiskSnapshot.objects.bulk_create(
            RiskSnapshot(risk=risk, year=year, taken_by=by, **{name: getattr(risk, name) for name in SAID})
            for risk in risks
        )
        if not frozen:
            raise BusinessError("risk.nothing_to_freeze", _("There is no risk in the inventory yet."))
        happened("risk.inventory.frozen", subject=company, year=year, risks=len(frozen))
        return frozen


def _approved(acceptance, approval, by):
    with speaking():
        _move(acceptance, "approve", approved_by=by)
        Risk.objects.filter(pk=acceptance.risk_id).update(treatment=Treatment.ACCEPT)


def _refused(acceptance, approval, by):
    _move(acceptance, "refuse")


def _move(acceptance, event, **facts):
    state = move(acceptance, ACCEPTANCE_TRANSITIONS, event, otherwise=DecidedMeanwhile(), **facts)
    happened(f"risk.acceptance.{state}", subject=acceptance.risk)


def _by_two():
    return BusinessError(
        "risk.acceptance", _("A risk is accepted when a second person has approved it, until a day."), field="treatment"
    )


def _within_a_year(day):
    if not timezone.localdate() < day <= timezone.localdate() + A_YEAR:
        raise BusinessError("risk.review_span", _("A risk is reviewed again within twelve months."), field="review_due")


def _named_once(risk):
    if Risk.objects.current().filter(company=risk.company, name=risk.name).exclude(pk=risk.pk).exists():
        raise BusinessError("risk.risk_twice", _("A risk of this name is in the inventory already."), field="name")


ACCEPTANCE = approvals.Kind(
    code="risk.acceptance",
    label=_("Acceptance of a risk"),
    permission=ACCEPT,
    approved=_approved,
    rejected=_refused,
    facts=lambda acceptance: (
        (_("Gross"), str(acceptance.risk.gross)),
        (_("Net"), str(acceptance.risk.net)),
        (_("Accepted until"), acceptance.until),
    ),
    url=lambda acceptance: acceptance.get_absolute_url() if acceptance else "",
)
