from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access import viewing
from foundation.access.actions import breakglass as actions
from foundation.access.actions.viewing import VIEW_AS, begin_viewing, end_viewing
from foundation.access.choices import Glass
from foundation.access.gate import SELF, check, requires
from foundation.access.policy import can
from foundation.screens.filters import Filters
from foundation.screens.forms import CommandForm
from foundation.screens.history import in_words
from foundation.screens.templatetags.screens import day, moment
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from .. import emergencies
from ..emergency_forms import BreakGlassForm, ReviewForm, ViewAsForm
from ..emergency_tables import EMERGENCIES, state_of


@require_safe
@requires(emergencies.VIEW)
def listed(request):
    return list_page(
        request,
        queryset=emergencies.glasses_for(request.person),
        table=EMERGENCIES,
        filters=Filters(request.GET),
        title=_("Emergency rights"),
        empty=Empty(_("Nobody has broken the glass.")),
        actions=[Action(_("Break the glass"), reverse("desk:break_glass"), actions.ASK, "lock-open", "n")],
    )


@requires(actions.ASK)
def ask(request):
    form = BreakGlassForm(request.POST or None)

    def act(data):
        facts = {name: data[name] for name in ("reason", "minutes", "alone")}
        return emergencies.address_of(emergencies.ask(by=request.person, **facts))

    if request.method == "POST" and (done := perform(request, form, act, permission=actions.ASK)):
        return done
    back = reverse("desk:emergencies")
    return form_page(request, form=form, title=_("Break the glass"), submit=_("Break the glass"), cancel=back)


@require_safe
@requires(emergencies.VIEW)
def emergency(request, pk):
    glass = get_object_or_404(emergencies.glasses_for(request.person), pk=pk)
    own = glass.person_id == request.person.pk
    context = {
        "glass": glass,
        "state": state_of(glass),
        "facts": _facts(glass),
        "events": in_words(emergencies.events_of(glass)),
        "form": CommandForm(),
        "may_end": glass.state == Glass.OPEN and (own or can(request.person, actions.REVIEW, glass)),
        "may_review": glass.state == Glass.ENDED
        and not glass.reviewer_id
        and can(request.person, actions.REVIEW, glass),
    }
    return render(request, "desk/emergency.html", context)


@require_POST
@requires(emergencies.VIEW)
def end(request, pk):
    glass = get_object_or_404(emergencies.glasses_for(request.person), pk=pk)
    if glass.person_id != request.person.pk:
        check(request.person, actions.REVIEW, glass)
    form = CommandForm(request.POST)

    def act(data):
        actions.end_break_glass(glass, by=request.person)
        return emergencies.address_of(glass)

    done = perform(request, form, act, permission=emergencies.VIEW)
    back = emergencies.address_of(glass)
    return done or form_page(request, form=form, title=_("End the emergency rights"), submit=_("End"), cancel=back)


@requires(actions.REVIEW)
def review(request, pk):
    glass = get_object_or_404(emergencies.glasses_for(request.person), pk=pk)
    check(request.person, actions.REVIEW, glass)
    form = ReviewForm(request.POST or None)
    back = emergencies.address_of(glass)

    def act(data):
        actions.review_break_glass(glass, by=request.person, finding=data["finding"], remark=data["remark"])
        return back

    if request.method == "POST" and (done := perform(request, form, act, permission=actions.REVIEW)):
        return done
    return form_page(request, form=form, title=_("Review what was done"), submit=_("Decide"), cancel=back)


@requires(VIEW_AS)
def view_as(request):
    form = ViewAsForm(request.POST or None, person=request.person, initial={"person": request.GET.get("person")})

    def act(data):
        viewing.start(request, begin_viewing(data["person"], by=request.person, reason=data["reason"]))
        return reverse("home")

    if request.method == "POST" and (done := perform(request, form, act, permission=VIEW_AS)):
        return done
    back = reverse("desk:people")
    return form_page(request, form=form, title=_("Look as another person"), submit=_("Look"), cancel=back)


@require_POST
@requires(SELF)
def stop_viewing(request):
    if request.viewer:
        end_viewing(request.viewing, by=request.viewer)
    viewing.stop(request)
    return redirect("home")


def _facts(glass):
    pairs = [
        (_("Person"), glass.person),
        (_("Reason"), glass.reason),
        (_("Minutes"), glass.minutes),
        (_("Approval"), _("none before; reviewed afterwards") if glass.alone else _("by another person, before")),
        (_("Begun"), moment(glass.begun_at)),
        (_("Ends"), moment(glass.ends_at) if glass.state == Glass.OPEN else ""),
        (_("Ended"), moment(glass.ended_at)),
        (_("Review due"), day(glass.review_due)),
        (_("Reviewed by"), glass.reviewer),
        (_("Finding"), glass.get_finding_display()),
        (_("Remark"), glass.remark),
    ]
    return [{"label": label, "value": value} for label, value in pairs if value]
