from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.actions import exceptions as actions
from foundation.access.choices import Profile, RequestState
from foundation.access.gate import requires
from foundation.access.models import SeparationException
from foundation.access.queries import whatif
from foundation.access.queries.exceptions import profile_today
from foundation.organisation.models import Person
from foundation.screens.filters import Filters
from foundation.screens.forms import CommandForm
from foundation.screens.parts import wants_partial
from foundation.screens.tables import Column, Status, Table
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..exception_forms import ExceptionForm, ProfileForm, WhatIfForm

VIEW = "access.exception:view"
TONES = {RequestState.REQUESTED: "waiting", RequestState.GRANTED: "done", RequestState.REFUSED: "error"}


def _state(exception):
    if exception.state == RequestState.GRANTED and exception.valid_to < timezone.localdate():
        return Status("neutral", _("over"))
    return Status(TONES.get(exception.state, "neutral"), exception.get_state_display())


EXCEPTIONS = Table(
    Column("person", _("Person"), link=lambda row: reverse("desk:end_exception", args=[row.pk])),
    Column("role_a", _("Role")),
    Column("role_b", _("together with")),
    Column("valid_from", _("From"), kind="date", sort="valid_from"),
    Column("valid_to", _("Until"), kind="date", sort="valid_to"),
    Column("reason", _("Reason")),
    Column("control", _("Compensating control")),
    Column("state", _("State"), _state, kind="status"),
)


@require_safe
@requires(VIEW)
def exceptions(request):
    people = Person.objects.visible_to(request.person)
    profile = Profile(profile_today()).label
    return list_page(
        request,
        queryset=SeparationException.objects.filter(person__in=people).select_related("person", "role_a", "role_b"),
        table=EXCEPTIONS,
        filters=Filters(request.GET),
        title=_("Exceptions from separation"),
        empty=Empty(_("No exception was ever written. The profile is: {profile}.").format(profile=profile)),
        actions=[
            Action(_("Ask for an exception"), reverse("desk:request_exception"), actions.ASK, "plus", "n"),
            Action(_("Change the profile"), reverse("desk:request_profile"), actions.ASK_PROFILE, "settings"),
        ],
    )


@requires(actions.ASK)
def request_exception(request):
    form = ExceptionForm(request.POST or None, person=request.person)

    def act(data):
        facts = {name: data[name] for name in ("person", "valid_from", "valid_to", "reason", "control")}
        actions.request_exception(by=request.person, roles=[data["role"], data["other"]], **facts)
        return reverse("desk:exceptions")

    said = _("Asked for. The management decides.")
    if request.method == "POST" and (done := perform(request, form, act, permission=actions.ASK, message=said)):
        return done
    back = reverse("desk:exceptions")
    return form_page(request, form=form, title=_("Ask for an exception"), submit=_("Ask"), cancel=back)


@requires(actions.ASK)
def end_exception(request, pk):
    people = Person.objects.visible_to(request.person)
    exception = get_object_or_404(SeparationException.objects.filter(person__in=people), pk=pk)
    form = CommandForm(request.POST or None)
    back = reverse("desk:exceptions")

    def act(data):
        actions.end_exception(exception, by=request.person)
        return back

    if request.method == "POST" and (done := perform(request, form, act, permission=actions.ASK)):
        return done
    title = _("End the exception and the role that leans on it?")
    return form_page(request, form=form, title=title, submit=_("End"), cancel=back)


@requires(actions.ASK_PROFILE)
def request_profile(request):
    form = ProfileForm(request.POST or None, initial={"profile": profile_today()})
    back = reverse("desk:exceptions")

    def act(data):
        actions.request_profile(by=request.person, profile=data["profile"], reason=data["reason"])
        return back

    said = _("Asked for. Another person decides.")
    if request.method == "POST" and (done := perform(request, form, act, permission=actions.ASK_PROFILE, message=said)):
        return done
    return form_page(request, form=form, title=_("Change the separation profile"), submit=_("Ask"), cancel=back)


@require_safe
@requires("access.role:view")
def what_if(request):
    """A page of its own, and the answer beside the form for a role while it is filled in."""
    form = WhatIfForm(request.GET or None, person=request.person)
    found, changed = None, None
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        if data["person"]:
            found = whatif.person_with(
                data["person"], data["role"], data["valid_from"] or timezone.localdate(), data["valid_to"]
            )
        if data["permission"]:
            changed = whatif.role_with_permission(data["role"], data["permission"])
        elif data["other"]:
            changed = whatif.role_with_pair(data["role"], data["other"])
    context = {"form": form, "found": found, "changed": changed}
    return render(request, "desk/what_if_answer.html" if wants_partial(request) else "desk/what_if.html", context)
