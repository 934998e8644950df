from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.actions import deputies as actions
from foundation.access.choices import RequestState
from foundation.access.gate import SELF, Denied, requires
from foundation.access.models import Approval, Deputy
from foundation.access.policy import can
from foundation.organisation.models import Person
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import day
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..life_forms import DeputyFilters, DeputyForm, EndDeputyForm
from ..life_tables import DEPUTIES, state_of_deputy

NAME = actions.NAME


@require_safe
@requires(SELF)
def deputies(request):
    return list_page(
        request,
        queryset=_seen_by(request.person).prefetch_related("roles"),
        table=DEPUTIES,
        filters=DeputyFilters(request.GET),
        title=_("Deputies"),
        actions=[Action(_("Name a deputy"), reverse("desk:name_deputy"), NAME, icon="user-plus", key="n")],
        empty=Empty(
            _("Nobody stands in for you, and you for nobody."), _("Name a deputy"), reverse("desk:name_deputy")
        ),
    )


@require_safe
@requires(SELF)
def deputy(request, pk):
    deputy = _deputy_for(request, pk)
    asked = Approval.objects.filter(subject_table=deputy._meta.db_table, subject_key=str(pk)).first()
    pairs = [
        (_("Deputy"), deputy.person, ""),
        (_("Stands in for"), deputy.principal, ""),
        (_("Roles"), ", ".join(map(str, deputy.roles.all())), ""),
        (_("From"), day(deputy.valid_from), ""),
        (_("Until"), day(deputy.last_day), ""),
        (_("Reason"), deputy.reason, ""),
        (_("Requested by"), deputy.requested_by, ""),
        (_("Approval"), asked and asked.get_state_display(), asked and reverse("desk:approval", args=[asked.pk])),
    ]
    context = {
        "deputy": deputy,
        "state": state_of_deputy(deputy),
        "facts": [{"label": label, "value": value, "url": url} for label, value, url in pairs if value],
        "events": history_of(Deputy._meta.db_table, pk),
        "may_end": _lasts(deputy) and can(request.person, NAME) and actions.may_end(request.person, deputy),
    }
    return render(request, "desk/deputy.html", context)


@requires(NAME)
def name(request):
    """For oneself; with `?principal=` for whom one leads."""
    chosen = request.GET.get("principal", "")
    principal = request.person
    if chosen.isdigit():
        principal = get_object_or_404(Person.objects.visible_to(request.person).select_related("unit"), pk=chosen)
    form = DeputyForm(request.POST or None, by=request.person, principal=principal)

    def act(data):
        asked = {name: data[name] for name in ("person", "roles", "valid_from", "valid_to", "reason")}
        named = actions.name_deputy(by=request.person, principal=principal, **asked)
        return reverse("desk:deputy", args=[named.pk])

    said = _("The deputy was named. The head or the administration decides.")
    if request.method == "POST" and (done := perform(request, form, act, permission=NAME, message=said)):
        return done
    title = _("Name a deputy for {person}").format(person=principal)
    return form_page(request, form=form, title=title, submit=_("Name a deputy"), cancel=reverse("desk:deputies"))


@requires(NAME)
def end(request, pk):
    deputy = _deputy_for(request, pk)
    if not actions.may_end(request.person, deputy):
        raise Denied(can(request.person, "access.grant:request"))
    back = reverse("desk:deputy", args=[pk])
    form = EndDeputyForm(request.POST or None)

    def act(data):
        actions.end_deputy(deputy, by=request.person, on=data["on"])
        return back

    if request.method == "POST" and (done := perform(request, form, act, permission=NAME, message=_("Saved."))):
        return done
    return form_page(request, form=form, title=_("End: {deputy}").format(deputy=deputy), submit=_("End"), cancel=back)


def _seen_by(person):
    """All of them for who sees colleagues and their roles; else one's own."""
    found = Deputy.objects.visible_to(person) if can(person, "desk.people:view") else Deputy.objects.of(person)
    return found.select_related("principal__unit", "person", "requested_by").order_by("-valid_from")


def _deputy_for(request, pk):
    return get_object_or_404(_seen_by(request.person), pk=pk)


def _lasts(deputy):
    return deputy.state == RequestState.REQUESTED or state_of_deputy(deputy).tone in ("done", "waiting")
