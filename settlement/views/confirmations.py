"""The word of the counterparty: taken in, assigned to its deal, compared field by field."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.lib.countries import country_name
from foundation.lib.text import fold
from foundation.reports.pdf import render_pdf
from foundation.reports.rendering import origin, seal
from foundation.screens.forms import CommandForm
from foundation.screens.history import history_of
from foundation.screens.tables import Status
from foundation.screens.templatetags.screens import moment
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.confirmations import (
    CONFIRM,
    assign_confirmation,
    confirm_deal,
    record_confirmation,
    return_confirmation,
)
from ..calc.flows import flows_of
from ..calc.matching import differences
from ..choices import ConfirmationState, Field, Way
from ..forms.settling import AssignForm, ConfirmationFilters, ConfirmationForm, ReasonForm
from ..models import Confirmation, Deal
from ..queries.settling import likely_deals, our_terms, their_terms, waiting_deals
from ..tables.settling import CONFIRMATIONS, DISCREPANCY_TONES, said, state_of, word_state
from .deals import deal_page, terms_of
from .deals import visible as visible_deal
from .scope import command, company_here

VIEW = "settlement.confirmation:view"
SAME = ("product", "direction", "currency", "counter_currency", "value_date")


@require_safe
@requires(VIEW)
def confirmations(request):
    return list_page(
        request,
        queryset=_confirmations(request).filter(company=company_here(request)),
        table=CONFIRMATIONS,
        filters=ConfirmationFilters(request.GET),
        title=_("Confirmations"),
        actions=[
            Action(_("Take in a confirmation"), reverse("settlement:confirmation_new"), CONFIRM, icon="plus", key="n"),
            Action(_("Import"), reverse("settlement:confirmation_table_new"), CONFIRM, icon="file-import", key="i"),
        ],
        empty=Empty(_("There is no confirmation yet.")),
    )


@requires(CONFIRM)
def create(request):
    """Typed in; begun from a deal, what is expected stands there already, save the amounts and the price."""
    company = company_here(request)
    deal = _asked_deal(request)
    form = ConfirmationForm(
        request.POST or None, request.FILES or None, company=company, initial=_expected(deal) if deal else None
    )
    if deal:
        form.fields["reference"].widget.attrs["autofocus"] = True

    def act(data):
        recorded = record_confirmation(
            by=request.person, company=company, deal=deal, upload=data["file"], **form.facts()
        )
        return recorded.get_absolute_url()

    if request.method == "POST" and (done := perform(request, form, act, permission=CONFIRM, message=_("Taken in."))):
        return done
    title = _("Confirmation of {deal}").format(deal=deal) if deal else _("Take in a confirmation")
    cancel = deal.get_absolute_url() if deal else reverse("settlement:confirmations")
    return form_page(request, form=form, title=title, submit=_("Take in and compare"), cancel=cancel)


@require_safe
@requires(VIEW)
def confirmation(request, pk):
    return _page(request, _confirmation(request, pk))


@require_safe
@requires(VIEW)
def letter(request, pk, language):
    """What we sent, as paper to be signed, in the language of who reads it."""
    word = _confirmation(request, pk)
    if word.way != Way.OUT or language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        title = _("Confirmation of {deal}").format(deal=word.deal)
        context = {
            "title": title,
            "word": word,
            "country": country_name(word.counterparty.country, language),
            "terms": terms_of(word.deal),
            "flows": flows_of(word.deal),
            "origin": origin(title, request.person),
            "seal": seal(),
        }
        content = render_pdf("settlement/letter.html", context)
        name = f"{slugify(fold(title))}.pdf"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_POST
@requires(CONFIRM)
def assign(request, pk):
    word = _confirmation(request, pk)
    form = AssignForm(request.POST, deals=_assignable(request, word))

    def act(data):
        assign_confirmation(word, data["deal"], by=request.person)
        return word.get_absolute_url()

    return perform(request, form, act, permission=CONFIRM, message=_("Compared.")) or _page(request, word, form)


@require_POST
@requires(CONFIRM)
def send_back(request, pk):
    word = _confirmation(request, pk)
    form = ReasonForm(request.POST)

    def act(data):
        return_confirmation(word, by=request.person, reason=data["reason"])
        return reverse("settlement:confirmations")

    return perform(request, form, act, permission=CONFIRM, message=_("Sent back.")) or _page(request, word, form)


@require_POST
@requires(CONFIRM)
def send(request, pk):
    """Our own confirmation of a deal."""
    deal = visible_deal(request, pk)
    check(request.person, CONFIRM, deal)
    form = CommandForm(request.POST)

    def act(data):
        confirm_deal(deal, by=request.person)
        return deal.get_absolute_url()

    return perform(request, form, act, permission=CONFIRM, message=_("Confirmed to the counterparty.")) or deal_page(
        request, deal, form
    )


def _page(request, word, form=None):
    open_ = word.state == ConfirmationState.OPEN
    context = {
        "word": word,
        "state": word_state(word),
        "facts": _facts(word),
        "rows": _side_by_side(word) if word.way == Way.IN else None,
        "terms": terms_of(word.deal) if word.way == Way.OUT else None,
        "languages": settings.LANGUAGES,
        "asked": can(request.person, CONFIRM, word) if open_ else None,
        "likely": likely_deals(request.person, word) if open_ else [],
        "assign_form": form if isinstance(form, AssignForm) else AssignForm(deals=Deal.objects.none()),
        "reason_form": form if isinstance(form, ReasonForm) else ReasonForm(),
        "discrepancies": [(found, state_of(found, DISCREPANCY_TONES)) for found in word.discrepancies.all()],
        "events": history_of(Confirmation._meta.db_table, word.pk),
        "command": command,
    }
    return render(request, "settlement/confirmation.html", context, status=getattr(form, "status", 200))


def _side_by_side(word):
    """[(label, ours, theirs, result)]; without a deal ours is empty and nothing is compared."""
    theirs = their_terms(word)
    ours = our_terms(word.deal, word.deal.counterparty.bank_accounts.all()) if word.deal else None
    apart = {difference.field for difference in differences(ours, theirs)} if ours else set()
    names = {"counterparty": (word.deal.counterparty if word.deal else None, word.counterparty)}
    for field in Field:
        mine = ", ".join(sorted(ours.instructions)) if ours and field == "instruction" else getattr(ours, field, None)
        mine, other = names.get(field, (mine, getattr(theirs, field)))
        if mine or other:
            yield field.label, said(field, mine), said(field, other), _result(field in apart, other) if ours else None


def _result(apart, theirs):
    if theirs in (None, ""):
        return Status("neutral", _("not stated"))
    return Status("error", _("differs")) if apart else Status("done", _("agrees"))


def _facts(word):
    return [
        {"label": _("Time"), "value": moment(word.received_at)},
        {"label": _("Way"), "value": f"{word.get_way_display()}, {word.get_channel_display()}"},
        *(
            [{"label": _("Sent by"), "value": word.recorded_by}]
            if word.way == Way.OUT
            else [
                {"label": _("Taken in by"), "value": word.recorded_by},
                {"label": _("Their reference"), "value": word.reference or None},
            ]
        ),
        *([{"label": _("Deal"), "value": word.deal, "url": word.deal.get_absolute_url()}] if word.deal else []),
        *(
            [
                {
                    "label": _("Document"),
                    "value": word.document.name,
                    "url": reverse("documents:download", args=[word.document_id]),
                }
            ]
            if word.document
            else []
        ),
    ]


def _expected(deal):
    return {name: getattr(deal, name) for name in SAME} | {"counterparty": deal.counterparty}


def _asked_deal(request):
    asked = request.GET.get("deal", "")
    return visible_deal(request, int(asked)) if asked.isdecimal() and len(asked) < 18 else None


def _assignable(request, word):
    return waiting_deals(request.person, word.company).select_related("counterparty")


def _confirmations(request):
    related = ("company", "counterparty", "deal__counterparty", "recorded_by", "document")
    found = Confirmation.objects.visible_to(request.person).select_related(*related)
    return found.prefetch_related("discrepancies")


def _confirmation(request, pk):
    return get_object_or_404(_confirmations(request), pk=pk)
