from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.actions import exceptions as actions
from foundation.access.choices import Profile, RequestState
from foundation.access.gate import requires
from foundation.access.models import Approval, SeparationException
from foundation.access.policy import can
from foundation.access.queries import whatif
from foundation.access.queries.exceptions import profile_today
from foundation.organisation.models import Person
from foundation.screens.filters import Filters
from foundation.screens.forms import CommandForm
from foundation.screens.history import history_of
from foundation.screens.parts import wants_partial
from foundation.screens.tables import Column, Status, Table
from foundation.screens.templatetags.screens import day
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
    Column("person", _("Person"), link=lambda row: reverse("desk:exception", args=[row.pk])),
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
    profile = Profile(profile_today())
    asking = Action(_("Request an exception"), reverse("desk:request_exception"), actions.ASK, "plus", "n")
    changing = Action(_("Change the profile"), reverse("desk:request_profile"), actions.ASK_PROFILE, "settings")
    return list_page(
        request,
        queryset=SeparationException.objects.filter(person__in=people).select_related("person", "role_a", "role_b"),
        table=EXCEPTIONS,
        filters=Filters(request.GET),
        title=_("Exceptions from separation"),
        template="desk/exceptions.html",
        extra={"profile": profile.label, "small": profile == Profile.SMALL},
        empty=Empty(_("No exception was ever written.")),
        actions=[asking, changing] if profile == Profile.SMALL else [changing],
    )


@require_safe
@requires(VIEW)
def exception(request, pk):
    exception = _exception_for(request, pk)
    asked = Approval.objects.filter(subject_table=exception._meta.db_table, subject_key=str(pk)).first()
    pairs = [
        (_("Person"), exception.person, ""),
        (_("Role"), exception.role_a, ""),
        (_("together with"), exception.role_b, ""),
        (_("From"), day(exception.valid_from), ""),
        (_("Until"), day(exception.valid_to), ""),
        (_("Reason"), exception.reason, ""),
        (_("Compensating control"), exception.control, ""),
        (_("Requested by"), exception.requested_by, ""),
        (_("Approval"), asked and asked.get_state_display(), asked and reverse("desk:approval", args=[asked.pk])),
    ]
    lasts = exception.state == RequestState.GRANTED and exception.valid_to >= timezone.localdate()
    context = {
        "exception": exception,
        "state": _state(exception),
        "facts": [{"label": label, "value": value, "url": url} for label, value, url in pairs if value],
        "events": history_of(exception._meta.db_table, pk),
        "may_end": lasts and can(request.person, actions.ASK),
    }
    return render(request, "desk/exception.html", context)


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
    return form_page(request, form=form, title=_("Request an exception"), submit=_("Request"), cancel=back)


@requires(actions.ASK)
def end_exception(request, pk):
    exception = _exception_for(request, pk)
    form = CommandForm(request.POST or None)
    back = reverse("desk:exception", args=[pk])

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
    return form_page(request, form=form, title=_("Change the separation profile"), submit=_("Request"), cancel=back)


def _exception_for(request, pk):
    found = SeparationException.objects.filter(person__in=Person.objects.visible_to(request.person))
    return get_object_or_404(found.select_related("person", "role_a", "role_b", "requested_by"), pk=pk)


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
