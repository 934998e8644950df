"""Credit decisions: asked for by the front, voted on by front and back, and the policy that says when one is needed."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.approvals import approvals_about, what_is_missing
from foundation.access.gate import requires
from foundation.access.policy import can
from foundation.access.standard import rule_text
from foundation.lib.errors import BusinessError
from foundation.screens.forms import CommandForm
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import amount, day, moment
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.credits import ASK, POLICY, ask_credit, set_credit_policy, withdraw_credit
from ..choices import CreditState
from ..forms.credits import CreditFilters, CreditForm, CreditPolicyForm
from ..models import CreditDecision, CreditPolicy
from ..queries.credits import policy_of
from ..tables.credits import CREDITS, POLICIES, credit_state
from ..tables.limits import in_force
from .scope import company_asked

VIEW = "risk.credit:view"
ASKED = _("The decision was asked for. It holds once front and back have voted for it.")


@require_safe
@requires(VIEW)
def credits(request):
    return list_page(
        request,
        queryset=_decisions(request).filter(company=company_asked(request)),
        table=CREDITS,
        filters=CreditFilters(request.GET),
        title=_("Credit decisions"),
        actions=[
            Action(_("New credit decision"), reverse("risk:credit_new"), ASK, icon="plus", key="n"),
            Action(_("Policy"), reverse("risk:credit_policies"), VIEW, icon="adjustments"),
        ],
        empty=Empty(_("Nobody has asked for a longer payment term yet.")),
    )


@require_safe
@requires(VIEW)
def credit(request, pk):
    decision = get_object_or_404(_decisions(request), pk=pk)
    approval = approvals_about(decision).last()
    context = {
        "decision": decision,
        "state": credit_state(decision),
        "facts": _facts(decision),
        "approval": approval,
        "votes": approval.votes.select_related("person").order_by("pk") if approval else (),
        "missing": what_is_missing(approval) if approval else (),
        "rule": rule_text("R24"),
        "others": [
            (each, in_force(each), credit_state(each))
            for each in _decisions(request).filter(partner=decision.partner_id).exclude(pk=decision.pk)
        ],
        "may_ask": can(request.person, ASK),
        "may_withdraw": decision.state == CreditState.ASKED and can(request.person, ASK, decision),
        "command": lambda: CommandForm(auto_id=False),
        "events": history_of(CreditDecision._meta.db_table, decision.pk),
    }
    return render(request, "risk/credit.html", context)


@requires(ASK)
def create(request):
    """What a sale needs comes along in the address."""
    company = company_asked(request)
    form = CreditForm(request.POST or None, company=company, initial=_brought_along(request))

    def act(data):
        return ask_credit(by=request.person, company=company, **form.facts()).get_absolute_url()

    if request.method == "POST" and (done := perform(request, form, act, permission=ASK, message=ASKED)):
        return done
    return form_page(
        request, form=form, title=_("New credit decision"), submit=_("Ask for it"), cancel=reverse("risk:credits"),
        template="risk/credit_form.html", extra={"policy": policy_of(company.pk)},
    )  # fmt: skip


@require_POST
@requires(ASK)
def withdrawal(request, pk):
    decision = get_object_or_404(_decisions(request), pk=pk)
    form = CommandForm(request.POST)

    def act(data):
        withdraw_credit(decision, by=request.person)
        return decision.get_absolute_url()

    if done := perform(request, form, act, permission=ASK, message=_("The credit decision was withdrawn.")):
        return done
    raise BusinessError("risk.form", next(iter(form.errors.values()))[0])


@require_safe
@requires(VIEW)
def policies(request):
    return list_page(
        request,
        queryset=CreditPolicy.objects.visible_to(request.person)
        .filter(company=company_asked(request))
        .select_related("set_by"),
        table=POLICIES,
        title=_("Which payment terms are decided on"),
        actions=[Action(_("New policy"), reverse("risk:credit_policy_new"), POLICY, icon="plus", key="n")],
        empty=Empty(_("No policy was set: 30 days are ordinary, and front and back vote on all that is longer.")),
    )


@requires(POLICY)
def policy_new(request):
    company = company_asked(request)
    now = policy_of(company.pk)
    initial = {"ordinary_days": now.ordinary_days, "relevant_from": now.relevant_from}
    form = CreditPolicyForm(request.POST or None, initial=initial)

    def act(data):
        facts = {name: value for name, value in data.items() if name != "command_id"}
        set_credit_policy(by=request.person, company=company, **facts)
        return reverse("risk:credit_policies")

    message = _("The policy was set.")
    if request.method == "POST" and (done := perform(request, form, act, permission=POLICY, message=message)):
        return done
    title, cancel = _("Which payment terms are decided on"), reverse("risk:credit_policies")
    return form_page(request, form=form, title=title, submit=_("Set"), cancel=cancel)


def _decisions(request):
    return CreditDecision.objects.visible_to(request.person).select_related("company", "partner", "asked_by")


def _brought_along(request):
    """Numbers only; `amount` in cents."""
    found = {name: request.GET.get(name, "") for name in ("partner", "days", "amount")}
    return {name: int(value) for name, value in found.items() if value.isdecimal() and len(value) < 16}


def _facts(decision):
    both = _("front and back") if decision.relevant else _("the back office alone")
    pairs = [
        (_("Customer"), decision.partner),
        (_("Payment term in days"), decision.days),
        (_("Up to"), amount(decision.amount)),
        (_("Votes needed"), both),
        (_("Valid from"), day(decision.valid_from)),
        (_("Valid until"), day(decision.valid_to) or _("until it is changed")),
        (_("In force"), in_force(decision)),
        (_("Reason"), decision.reason),
        (_("Asked by"), f"{decision.asked_by}, {moment(decision.asked_at)}"),
        (_("Decided"), moment(decision.decided_at) if decision.state != CreditState.ASKED else ""),
    ]
    return [{"label": label, "value": value} for label, value in pairs if value]
