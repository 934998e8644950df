"""Settlements: prepared, looked at, released by a second person from the four-eyes amount on."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounting.queries.payments import payments_for
from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import amount, day, moment
from foundation.screens.views import Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.settlements import (
    INSTRUCT,
    RELEASE,
    SETTLE,
    Instruction,
    change_instruction,
    propose_settlement,
    release_settlement,
    withdraw_settlement,
)
from ..calc.flows import flows_of, payments_of
from ..choices import SettlementState
from ..forms.settling import InstructionForm, ReasonForm, ReleaseForm, SettlementFilters
from ..models import Deal, Settlement
from ..tables.settling import SETTLEMENT_TONES, SETTLEMENTS, state_of
from .deals import visible as visible_deal
from .scope import company_here

VIEW = "settlement.settlement:view"


@require_safe
@requires(VIEW)
def settlements(request):
    return list_page(
        request,
        queryset=_settlements(request).filter(deal__company=company_here(request)),
        table=SETTLEMENTS,
        filters=SettlementFilters(request.GET),
        title=_("Settlements"),
        empty=Empty(_("No settlement was prepared yet.")),
    )


@requires(SETTLE)
def create(request, pk):
    deal = visible_deal(request, pk)
    check(request.person, SETTLE, deal)
    form = _instruction_form(request, deal, initial={"purpose": deal.number})

    def act(data):
        return propose_settlement(deal, by=request.person, instruction=_typed(data)).get_absolute_url()

    if request.method == "POST" and (done := perform(request, form, act, permission=SETTLE, message=_("Prepared."))):
        return done
    title = _("Settle {deal}").format(deal=deal)
    return _instruction_page(request, deal, form, title, _("Prepare"), deal.get_absolute_url())


@requires(INSTRUCT)
def edit(request, pk):
    settlement = _settlement(request, pk)
    check(request.person, INSTRUCT, settlement)
    initial = {"bank_account": settlement.bank_account, "purpose": settlement.purpose}
    form = _instruction_form(request, settlement.deal, initial)

    def act(data):
        change_instruction(settlement, by=request.person, instruction=_typed(data))
        return settlement.get_absolute_url()

    if request.method == "POST" and (done := perform(request, form, act, permission=INSTRUCT, message=_("Changed."))):
        return done
    title = _("Change the settlement of {deal}").format(deal=settlement.deal)
    return _instruction_page(request, settlement.deal, form, title, _("Save"), settlement.get_absolute_url())


@require_safe
@requires(VIEW)
def settlement(request, pk):
    return _page(request, _settlement(request, pk))


@require_POST
@requires(RELEASE)
def release(request, pk):
    settlement = _settlement(request, pk)
    form = ReleaseForm(request.POST)

    def act(data):
        accounts = settlement.deal.counterparty.bank_accounts
        account = accounts.filter(pk=data["bank_account"]).first() if data["bank_account"] else None
        release_settlement(settlement, by=request.person, seen=Instruction(account, data["purpose"]))
        return settlement.get_absolute_url()

    message = _("Released. The draft of the books and the payment order are written.")
    return perform(request, form, act, permission=RELEASE, message=message) or _page(
        request, _settlement(request, pk), form
    )


@require_POST
@requires(SETTLE)
def withdraw(request, pk):
    settlement = _settlement(request, pk)
    form = ReasonForm(request.POST)

    def act(data):
        withdraw_settlement(settlement, by=request.person, reason=data["reason"])
        return settlement.get_absolute_url()

    return perform(request, form, act, permission=SETTLE, message=_("Withdrawn.")) or _page(request, settlement, form)


def _page(request, settlement, form=None):
    waits = settlement.state == SettlementState.PROPOSED
    account = settlement.bank_account_id
    seen = ReleaseForm(initial={"bank_account": account, "purpose": settlement.purpose}, auto_id=False)
    context = {
        "settlement": settlement,
        "state": state_of(settlement, SETTLEMENT_TONES),
        "facts": _facts(request.person, settlement),
        "flows": flows_of(settlement.deal),
        "payments": payments_for(request.person, settlement.deal_id, Deal._meta.db_table),
        "asked": {
            "release": can(request.person, RELEASE, settlement) if waits else None,
            "edit": can(request.person, INSTRUCT, settlement) if waits else None,
            "withdraw": can(request.person, SETTLE, settlement) if waits else None,
        },
        "form": form,
        "seen": seen,
        "reason_form": form if isinstance(form, ReasonForm) else ReasonForm(),
        "events": history_of(Settlement._meta.db_table, settlement.pk),
    }
    return render(request, "settlement/settlement.html", context, status=getattr(form, "status", 200))


def _facts(person, settlement):
    deal, account = settlement.deal, settlement.bank_account
    editors = ", ".join(str(editor.person) for editor in settlement.editors.all())
    return [
        {"label": _("Deal"), "value": deal, "url": deal.get_absolute_url()},
        {"label": _("Counterparty"), "value": deal.counterparty},
        {"label": _("Product"), "value": deal.get_product_display()},
        {"label": _("Value date"), "value": day(deal.value_date)},
        {"label": _("Value in the currency of the company"), "value": amount(deal.risk_amount), "amount": True},
        *(
            [{"label": _("Payment to"), "value": f"{account.iban_in_groups} – {account.holder}"}]
            if account and payments_of(deal)
            else []
        ),
        {"label": _("Purpose"), "value": settlement.purpose},
        {"label": _("Four eyes"), "value": _("yes") if settlement.four_eyes else _("no")},
        {"label": _("Prepared by"), "value": f"{settlement.made_by}, {moment(settlement.made_at)}"},
        *([{"label": _("Changed by"), "value": editors}] if editors else []),
        {"label": _("Released by"), "value": _released(settlement)},
        *([_entry(person, settlement.entry)] if settlement.entry else []),
    ]


def _released(settlement):
    by = settlement.released_by
    return by and f"{by}, {moment(settlement.released_at)}"


def _entry(person, entry):
    fact = {"label": _("Entry"), "value": entry}
    return fact | {"url": entry.get_absolute_url()} if can(person, "accounting.entry:view", entry) else fact


def _instruction_form(request, deal, initial):
    return InstructionForm(
        request.POST or None,
        accounts=deal.counterparty.bank_accounts.all(),
        pays=bool(payments_of(deal)),
        initial=initial,
    )


def _instruction_page(request, deal, form, title, submit, cancel):
    return form_page(
        request, form=form, title=title, submit=submit, cancel=cancel, template="settlement/instruction.html",
        extra={"deal": deal, "flows": flows_of(deal)},
    )  # fmt: skip


def _typed(data):
    return Instruction(data.get("bank_account"), data["purpose"])


def _settlements(request):
    related = (
        "deal__company", "deal__counterparty", "bank_account", "made_by", "released_by", "entry__journal",
        "entry__fiscal_year",
    )  # fmt: skip
    found = Settlement.objects.visible_to(request.person).select_related(*related)
    return found.prefetch_related("editors__person", "deal__editors")


def _settlement(request, pk):
    return get_object_or_404(_settlements(request), pk=pk)
