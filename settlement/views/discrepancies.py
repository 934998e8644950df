"""Discrepancies: cleared by one person, closed by a second, always under the lead of settlement."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import requires
from foundation.access.policy import can
from foundation.access.queries.grants import holders
from foundation.organisation.models import Person
from foundation.screens.forms import CommandForm
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import day
from foundation.screens.views import Empty, list_page
from foundation.screens.writing import perform

from ..actions.confirmations import (
    CLOSE,
    clear_discrepancy,
    close_discrepancy,
    hand_over_discrepancy,
    reopen_discrepancy,
)
from ..choices import DiscrepancyState
from ..forms.settling import ClearingForm, DiscrepancyFilters, OwnerForm, ReasonForm
from ..models import Discrepancy
from ..tables.settling import DISCREPANCIES, DISCREPANCY_TONES, said, state_of
from .confirmations import VIEW
from .scope import command, company_here


@require_safe
@requires(VIEW)
def discrepancies(request):
    return list_page(
        request,
        queryset=_discrepancies(request).filter(deal__company=company_here(request)),
        table=DISCREPANCIES,
        filters=DiscrepancyFilters(request.GET, people=_people(request)),
        title=_("Discrepancies"),
        empty=Empty(_("Nothing differs.")),
    )


@require_safe
@requires(VIEW)
def discrepancy(request, pk):
    return _page(request, _discrepancy(request, pk))


@require_POST
@requires(CLOSE)
def clear(request, pk):
    found = _discrepancy(request, pk)

    def act(data):
        clear_discrepancy(found, by=request.person, clearing=data["clearing"], cause=data["cause"])
        return found.get_absolute_url()

    return _perform(request, found, ClearingForm(request.POST), act, _("Cleared. A second person closes it."))


@require_POST
@requires(CLOSE)
def reopen(request, pk):
    found = _discrepancy(request, pk)

    def act(data):
        reopen_discrepancy(found, by=request.person, reason=data["reason"])
        return found.get_absolute_url()

    return _perform(request, found, ReasonForm(request.POST), act, _("It is open again."))


@require_POST
@requires(CLOSE)
def close(request, pk):
    found = _discrepancy(request, pk)

    def act(data):
        close_discrepancy(found, by=request.person)
        return found.deal.get_absolute_url()

    return _perform(request, found, CommandForm(request.POST), act, _("Closed."))


@require_POST
@requires(CLOSE)
def hand_over(request, pk):
    found = _discrepancy(request, pk)

    def act(data):
        hand_over_discrepancy(found, by=request.person, owner=data["owner"])
        return found.get_absolute_url()

    return _perform(request, found, OwnerForm(request.POST, people=_people(request)), act, _("Handed over."))


def _perform(request, found, form, act, message):
    return perform(request, form, act, permission=CLOSE, message=message) or _page(request, found, form)


def _page(request, found, form=None):
    context = {
        "found": found,
        "state": state_of(found, DISCREPANCY_TONES),
        "label": found.get_field_display(),
        "ours": said(found.field, found.ours),
        "theirs": said(found.field, found.theirs),
        "facts": _facts(found),
        "asked": can(request.person, CLOSE, found) if found.state != DiscrepancyState.CLOSED else None,
        "own": found.cleared_by_id == request.person.pk,
        "form": form,
        "clearing_form": form if isinstance(form, ClearingForm) else ClearingForm(),
        "reason_form": form if isinstance(form, ReasonForm) else ReasonForm(),
        "owner_form": form if isinstance(form, OwnerForm) else OwnerForm(people=_people(request)),
        "events": history_of(Discrepancy._meta.db_table, found.pk),
        "command": command,
    }
    return render(request, "settlement/discrepancy.html", context, status=getattr(form, "status", 200))


def _facts(found):
    return [
        {"label": _("Deal"), "value": found.deal, "url": found.deal.get_absolute_url()},
        {"label": _("Counterparty"), "value": found.deal.counterparty},
        {"label": _("Confirmation"), "value": found.confirmation, "url": found.confirmation.get_absolute_url()},
        {"label": _("Found"), "value": f"{day(found.found_at)}, {found.found_by}"},
        {"label": pgettext_lazy("discrepancy", "Owner"), "value": found.owner},
        *(_clearing(found) if found.cleared_by else []),
    ]


def _clearing(found):
    return [
        {"label": _("Outcome"), "value": found.get_clearing_display()},
        {"label": _("Cause"), "value": found.cause},
        {"label": _("Cleared by"), "value": found.cleared_by},
        {"label": _("Closed by"), "value": found.closed_by},
    ]


def _people(request):
    """Those who may close discrepancies; the action asks again for the very one."""
    return Person.objects.visible_to(request.person).filter(pk__in=holders(CLOSE, timezone.localdate()))


def _discrepancies(request):
    related = (
        "deal__company",
        "deal__counterparty",
        "confirmation__counterparty",
        "owner",
        "found_by",
        "cleared_by",
        "closed_by",
    )
    return Discrepancy.objects.visible_to(request.person).select_related(*related).prefetch_related("deal__editors")


def _discrepancy(request, pk):
    return get_object_or_404(_discrepancies(request), pk=pk)
