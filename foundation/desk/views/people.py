from allauth.mfa.utils import is_mfa_enabled
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.actions.people import add_person
from foundation.access.gate import requires
from foundation.access.policy import can
from foundation.organisation.models import Person
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import day
from foundation.screens.views import Action, list_page
from foundation.screens.writing import form_page, perform

from ..forms import PeopleFilters, PersonForm
from ..queries import grants_in_words
from ..tables import PEOPLE

VIEW, ADD = "desk.people:view", "organisation.person:add"
TABS = {"facts": _("Facts"), "roles": _("Roles"), "history": _("History")}


@require_safe
@requires(VIEW)
def people(request):
    return list_page(
        request,
        queryset=Person.objects.visible_to(request.person).select_related("unit"),
        table=PEOPLE,
        filters=PeopleFilters(request.GET),
        title=_("People"),
        actions=[
            Action(_("New person"), reverse("desk:add_person"), ADD, icon="user-plus", key="n"),
            Action(_("Request a role"), reverse("desk:request_role"), "access.grant:request", icon="key"),
        ],
    )


@require_safe
@requires(VIEW)
def person(request, pk):
    person = get_object_or_404(Person.objects.visible_to(request.person).select_related("unit", "company"), pk=pk)
    tab = request.GET.get("tab")
    tab = tab if tab in TABS else "facts"
    context = {
        "person": person,
        "tab": tab,
        "tabs": [{"label": label, "url": f"?tab={name}", "active": name == tab} for name, label in TABS.items()],
        "facts": _facts(person) if tab == "facts" else [],
        "grants": grants_in_words().filter(person=person) if tab == "roles" else [],
        "events": history_of(Person._meta.db_table, person.pk) if tab == "history" else [],
        "may_request": can(request.person, "access.grant:request") and person != request.person,
    }
    return render(request, "desk/person.html", context)


@requires(ADD)
def add(request):
    form = PersonForm(request.POST or None, person=request.person)
    fields = [name for name in form.fields if name != "command_id"]

    def act(data):
        added = add_person(by=request.person, **{name: data[name] for name in fields})
        return reverse("desk:person", args=[added.pk])

    if request.method == "POST" and (
        done := perform(request, form, act, permission=ADD, message=_("The person was added."))
    ):
        return done
    return form_page(request, form=form, title=_("New person"), submit=_("Add"), cancel=reverse("desk:people"))


def _facts(person):
    pairs = [
        (_("Company"), person.company),
        (_("Unit"), person.unit),
        (_("Job title"), person.job_title),
        (_("E-mail"), person.email),
        (_("Phone"), person.phone),
        (_("Joined"), day(person.joined_on)),
        (_("Left"), day(person.left_on)),
        (_("Sign-in"), _sign_in(person.users.first())),
    ]
    return [{"label": label, "value": value or None} for label, value in pairs]


def _sign_in(user):
    if user is None or not user.is_active:
        return _("none")
    return _("with a second factor") if is_mfa_enabled(user) else _("with a password only")
