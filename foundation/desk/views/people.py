from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.actions.deputies import NAME, may_name_for
from foundation.access.actions.moves import MOVE
from foundation.access.actions.people import TWO_NEEDED, add_person, end_employment
from foundation.access.actions.viewing import VIEW_AS
from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.organisation.models import Person
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import day
from foundation.screens.views import Action, list_page
from foundation.screens.writing import form_page, perform

from ..addresses import WAITS, change_data, waiting_address
from ..forms import ChangePersonForm, EndEmploymentForm, NewPersonForm, PeopleFilters
from ..helping import REQUEST
from ..life import time_line
from ..queries import grants_in_words, what_ends
from ..tables import PEOPLE, employment

VIEW, ADD = "desk.people:view", "organisation.person:add"
EDIT, END = "organisation.person:edit", "organisation.person:end"
TABS = {"facts": _("Facts"), "roles": _("Roles"), "time": _("Time line"), "history": _("History")}


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
    person = _person_for(request, pk)
    tab = request.GET.get("tab")
    tab = tab if tab in TABS else "facts"
    context = {
        "person": person,
        "tab": tab,
        "tabs": [{"label": label, "url": f"?tab={name}", "active": name == tab} for name, label in TABS.items()],
        "facts": _facts(person) if tab == "facts" else [],
        "grants": grants_in_words().filter(person=person) if tab == "roles" else [],
        "stretches": time_line(person) if tab == "time" else [],
        "may_move": can(request.person, MOVE, person) and not _has_left(person),
        "may_name_deputy": can(request.person, NAME) and may_name_for(request.person, person) and not _has_left(person),
        "events": history_of(Person._meta.db_table, person.pk) if tab == "history" else [],
        "may_request": can(request.person, "access.grant:request")
        and person != request.person
        and not _has_left(person),
        "may_edit": can(request.person, EDIT, person),
        "may_help": can(request.person, REQUEST, person) and not _has_left(person),
        "may_look": can(request.person, VIEW_AS) and person != request.person and not _has_left(person),
        "may_end": can(request.person, END, person) and not _has_left(person),
        "state": employment(person),
    }
    return render(request, "desk/person.html", context)


@requires(ADD)
def add(request):
    form = NewPersonForm(request.POST or None, by=request.person)
    fields = [name for name in form.fields if name != "command_id"]

    def act(data):
        added = add_person(by=request.person, **{name: data[name] for name in fields})
        return reverse("desk:person", args=[added.pk])

    if request.method == "POST" and (
        done := perform(request, form, act, permission=ADD, message=_("The person was added."))
    ):
        return done
    return form_page(request, form=form, title=_("New person"), submit=_("Add"), cancel=reverse("desk:people"))


@requires(EDIT)
def edit(request, pk):
    person = _person_for(request, pk)
    check(request.person, EDIT, person)
    form = ChangePersonForm(request.POST or None, person=person)
    back = reverse("desk:person", args=[pk])

    def act(data):
        if change_data(person, by=request.person, **{name: data[name] for name in data if name != "command_id"}):
            messages.info(request, WAITS)
        return back

    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=_("Saved."))):
        return done
    title = _("Change the data of {person}").format(person=person)
    return form_page(request, form=form, title=title, submit=_("Save"), cancel=back)


@requires(END)
def end(request, pk):
    """Shows what ends before it is confirmed."""
    person = _person_for(request, pk)
    check(request.person, END, person)
    form = EndEmploymentForm(request.POST or None, person=person)
    back = reverse("desk:person", args=[pk])

    def act(data):
        end_employment(person, by=request.person, on=data["on"], reason=data["reason"], successor=data["successor"])
        return back

    said = _("The employment was ended.")
    if request.method == "POST" and (done := perform(request, form, act, permission=END, message=said)):
        return done
    return form_page(
        request,
        form=form,
        title=_("End the employment of {person}").format(person=person),
        submit=_("End the employment"),
        cancel=back,
        template="desk/end_employment.html",
        extra={"person": person, "ends": what_ends(person), "two_needed": TWO_NEEDED},
    )


def _person_for(request, pk):
    return get_object_or_404(Person.objects.visible_to(request.person).select_related("unit", "company"), pk=pk)


def _has_left(person):
    return person.left_on is not None and person.left_on < timezone.localdate()


def _facts(person):
    pairs = [
        (_("Company"), person.company),
        (_("Unit"), person.unit),
        (_("Job title"), person.job_title),
        (_("E-mail"), person.email),
        *_waiting(person),
        (_("Phone"), person.phone),
        (_("Joined"), day(person.joined_on)),
        (_("Left"), day(person.left_on)),
        (_("Sign-in"), _sign_in(person.users.first())),
    ]
    return [{"label": label, "value": value or None} for label, value in pairs]


def _waiting(person):
    change = waiting_address(person)
    return [(_("New e-mail"), _("{email} (waits for approval)").format(email=change.new_email))] if change else []


def _sign_in(user):
    if user is None or not user.is_active:
        return _("none")
    return _("with a second factor") if is_mfa_enabled(user) else _("with a password only")
