from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.screens.writing import form_page, perform

from ..actions.books import open_fiscal_year, set_period_state
from ..choices import PeriodState
from ..forms.periods import PeriodStateForm, YearForm
from ..models import Period
from ..queries.books import years
from .scope import books, command

VIEW, LOCK = "accounting.entry:view", "accounting.period:lock"
TONES = {PeriodState.OPEN: "draft", PeriodState.SOFT_LOCKED: "waiting", PeriodState.LOCKED: "done"}
WORDS = {
    PeriodState.OPEN: (_("Open"), _("Entries can be captured and posted in this period again.")),
    PeriodState.SOFT_LOCKED: (_("Lock for now"), _("Nothing is posted in this period until it is opened again.")),
    PeriodState.LOCKED: (
        _("Lock for ever"),
        _("Nothing is ever posted in this period again. This cannot be taken back."),
    ),
}


@require_safe
@requires(VIEW)
def periods(request):
    company = books(request)
    asked = request.GET.get("state", "")
    chosen = years(company).prefetch_related("periods__state_by")
    shown = ((year, [p for p in year.periods.all() if asked in ("", p.state)]) for year in chosen)
    context = {
        "years": [(year, [_shown(period) for period in periods]) for year, periods in shown if periods],
        "tabs": _tabs(asked),
        "may_lock": can(request.person, LOCK, company.ledger),
        "warning": WORDS[PeriodState.LOCKED][1],
        "command": command,
    }
    return render(request, "accounting/periods.html", context)


@requires(LOCK)
def state(request, pk):
    """Asks whether the state in the address is meant, and sets it."""
    found = Period.objects.visible_to(request.person).select_related("fiscal_year", "state_by")
    period = get_object_or_404(found, pk=pk)
    check(request.person, LOCK, period)
    asked = request.POST.get("state") or request.GET.get("state")
    asked = asked if asked in PeriodState else PeriodState.SOFT_LOCKED
    form = PeriodStateForm(request.POST or None, initial={"state": asked})

    def act(data):
        set_period_state(period, by=request.person, state=data["state"])
        return reverse("accounting:periods")

    if request.method == "POST" and (done := perform(request, form, act, permission=LOCK, message=_("Saved."))):
        return done
    label, text = WORDS[asked]
    return form_page(
        request,
        form=form,
        title=_("{label}: {period}").format(label=label, period=period),
        submit=label,
        cancel=reverse("accounting:periods"),
        template="accounting/period_state.html",
        extra={"text": text},
    )


@requires(LOCK)
def open_year(request):
    company = books(request)
    last = years(company).first()
    start = last.end + timedelta(days=1) if last else timezone.localdate().replace(month=1, day=1)
    form = YearForm(request.POST or None, initial={"start": start})

    def act(data):
        open_fiscal_year(by=request.person, company=company, start=data["start"])
        return reverse("accounting:periods")

    message = _("The fiscal year was opened.")
    if request.method == "POST" and (done := perform(request, form, act, permission=LOCK, message=message)):
        return done
    cancel = reverse("accounting:periods")
    return form_page(request, form=form, title=_("New fiscal year"), submit=_("Open the year"), cancel=cancel)


def _tabs(asked):
    labels = {"": _("All"), **{state.value: state.label for state in PeriodState}}
    return [
        {"label": label, "url": f"?state={state}" if state else "?", "active": state == asked}
        for state, label in labels.items()
    ]


def _shown(period):
    offered = [] if period.state == PeriodState.LOCKED else [state for state in PeriodState if state != period.state]
    return {
        "period": period,
        "key": str(period.pk),
        "tone": TONES[period.state],
        "offered": [{"state": state.value, "label": WORDS[state][0]} for state in offered],
    }
