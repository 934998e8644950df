"""Limits, how full they are, and their versions."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.approvals import pending_about
from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.lib.errors import BusinessError
from foundation.screens.forms import CommandForm
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import amount, day
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.limits import EDIT, propose_limit, withdraw_limit
from ..choices import LimitKind
from ..forms.limits import LimitFilters, LimitForm, VersionForm
from ..models import Exposure, Limit
from ..queries.use import Uses
from ..tables.limits import USED_BY, LimitTable, bar_of, in_force, limit_state
from .scope import company_asked

VIEW = "risk.limit:view"
PROPOSED = _("The limit was set. It holds once another person of risk control has approved it.")


@require_safe
@requires(VIEW)
def limits(request):
    company = company_asked(request)
    return list_page(
        request,
        queryset=_limits(request).filter(company=company).current(timezone.localdate()),
        table=LimitTable(Uses(company)),
        filters=LimitFilters(request.GET),
        title=_("Limits"),
        actions=[
            Action(_("New limit"), reverse("risk:limit_new"), EDIT, icon="plus", key="n"),
            Action(_("Exposure"), reverse("risk:exposure"), VIEW, icon="chart-bar"),
        ],
        empty=Empty(_("There are no limits yet. Without a limit for its counterparty no deal passes.")),
    )


@require_safe
@requires(VIEW)
def limit(request, pk):
    """The limit, how full it is, and the deals that use it."""
    limit = get_object_or_404(_limits(request).select_related("made_by", "approved_by", "company"), pk=pk)
    using = Exposure.objects.visible_to(request.person).counting().filter(company=limit.company_id, **_bounds(limit))
    return list_page(
        request,
        queryset=using.select_related("counterparty", "trader", "desk").prefetch_related("subject"),
        table=USED_BY,
        title=str(limit),
        template="risk/limit.html",
        empty=Empty(_("No open deal uses this limit.")),
        extra={
            "limit": limit,
            "state": limit_state(limit),
            "facts": _facts(limit, Uses(limit.company).of(limit)),
            "versions": [
                (each, in_force(each), limit_state(each))
                for each in Limit.objects.versions_of(limit).select_related("approved_by")
            ],
            "breaches": limit.breaches.live().count(),
            "approval": pending_about(limit).first(),
            "may_edit": limit.is_current(timezone.localdate()) and can(request.person, EDIT, limit),
            "command": _command,
            "events": history_of(Limit._meta.db_table, limit.pk),
        },
    )


@requires(EDIT)
def create(request):
    company = company_asked(request)
    kind = request.GET.get("kind")
    kind = LimitKind(kind) if kind in LimitKind.values else LimitKind.COUNTERPARTY
    initial = {"valid_from": timezone.localdate()}
    form = LimitForm(request.POST or None, kind=kind, company=company, initial=initial)

    def act(data):
        return propose_limit(by=request.person, company=company, kind=kind, **form.facts()).get_absolute_url()

    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=PROPOSED)):
        return done
    tabs = [{"label": each.label, "url": f"?kind={each}", "active": each == kind} for each in LimitKind]
    return form_page(
        request, form=form, title=_("New limit"), submit=_("Set"), cancel=reverse("risk:limits"),
        template="risk/limit_form.html", extra={"tabs": tabs},
    )  # fmt: skip


@requires(EDIT)
def version(request, pk):
    limit = get_object_or_404(_limits(request), pk=pk)
    check(request.person, EDIT, limit)
    initial = {"amount": limit.amount, "valid_from": timezone.localdate(), "valid_to": limit.valid_to}
    form = VersionForm(request.POST or None, initial=initial)

    def act(data):
        facts = form.facts() | {name: getattr(limit, name) for name in limit.thing}
        return propose_limit(by=request.person, company=limit.company, **facts).get_absolute_url()

    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=PROPOSED)):
        return done
    title = _("Change {limit}").format(limit=limit)
    return form_page(request, form=form, title=title, submit=_("Set"), cancel=limit.get_absolute_url())


@require_POST
@requires(EDIT)
def withdraw(request, pk):
    limit = get_object_or_404(_limits(request), pk=pk)
    form = CommandForm(request.POST)

    def act(data):
        withdraw_limit(limit, by=request.person)
        return limit.get_absolute_url()

    if done := perform(request, form, act, permission=EDIT, message=_("The limit was withdrawn.")):
        return done
    raise BusinessError("risk.form", next(iter(form.errors.values()))[0])


def _limits(request):
    return Limit.objects.visible_to(request.person).select_related("counterparty", "trader", "desk")


def _bounds(limit):
    return {name: value for name, value in limit.thing.items() if name != "kind"}


def _command():
    return CommandForm(auto_id=False)


def _facts(limit, use):
    amounts = [(_("Limit"), use.amount), (_("Used"), use.used), (_("Free"), use.free)]
    pairs = [
        (_("Utilisation"), bar_of(use)),
        (_("Kind"), limit.get_kind_display()),
        (_("Company"), limit.company),
        (_("Valid from"), day(limit.valid_from)),
        (_("Valid until"), day(limit.valid_to) or _("until it is changed")),
        (_("In force"), in_force(limit)),
        (_("Reason"), limit.reason),
        (_("Set by"), limit.made_by),
        (_("Approved by"), limit.approved_by),
    ]
    return [
        *({"label": label, "value": amount(value), "amount": True} for label, value in amounts),
        *({"label": label, "value": value} for label, value in pairs if value),
    ]
