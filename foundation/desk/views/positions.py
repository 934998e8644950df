from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.actions import moves
from foundation.access.actions import positions as actions
from foundation.access.gate import check, requires
from foundation.access.models import Appointment, Position
from foundation.organisation.models import Person, Unit
from foundation.screens.forms import CommandForm
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..life_forms import HeadForm, MoveForm, PositionFilters, PositionForm, UnitFilters
from ..life_tables import POSITIONS, UNITS
from ..queries import what_ends

VIEW, EDIT, ASK, MOVE = "access.position:view", actions.EDIT, actions.ASK, moves.MOVE


@require_safe
@requires(VIEW)
def positions(request):
    return list_page(
        request,
        queryset=Position.objects.visible_to(request.person).select_related("unit__head").prefetch_related("roles"),
        table=POSITIONS,
        filters=PositionFilters(request.GET),
        title=_("Positions and their roles"),
        actions=[
            Action(_("New position"), reverse("desk:new_position"), EDIT, icon="plus", key="n"),
            Action(_("Units and heads"), reverse("desk:units"), VIEW, icon="hierarchy"),
        ],
        empty=Empty(_("A position says which roles its work needs. There is none yet.")),
    )


@requires(EDIT)
def new(request):
    return _define(request, None, {})


@requires(EDIT)
def edit(request, pk):
    position = get_object_or_404(Position.objects.visible_to(request.person), pk=pk)
    return _define(request, position, {"name": position.name, "unit": position.unit_id, "roles": position.roles.all()})


def _define(request, position, initial):
    form = PositionForm(request.POST or None, by=request.person, initial=initial)
    back = reverse("desk:positions")

    def act(data):
        facts = {name: data[name] for name in ("name", "unit", "roles")}
        actions.define_position(by=request.person, position=position, **facts)
        return back

    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=_("Saved."))):
        return done
    title = _("Change the position {position}").format(position=position) if position else _("New position")
    return form_page(request, form=form, title=title, submit=_("Save"), cancel=back)


@require_safe
@requires(VIEW)
def units(request):
    return list_page(
        request,
        queryset=Unit.objects.visible_to(request.person).select_related("head", "parent"),
        table=UNITS,
        filters=UnitFilters(request.GET),
        title=_("Units and heads"),
    )


@requires(EDIT)
def head(request, pk):
    unit = get_object_or_404(Unit.objects.visible_to(request.person), pk=pk)
    form = HeadForm(request.POST or None, unit=unit)
    back = reverse("desk:units")

    def act(data):
        actions.name_head(unit, by=request.person, head=data["head"])
        return back

    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=_("Saved."))):
        return done
    return form_page(request, form=form, title=_("Head of {unit}").format(unit=unit), submit=_("Save"), cancel=back)


@requires(MOVE)
def move(request, pk):
    """Shows what ends before it is confirmed."""
    people = Person.objects.visible_to(request.person).select_related("unit", "company")
    person = get_object_or_404(people, pk=pk)
    check(request.person, MOVE, person)
    form = MoveForm(request.POST or None, person=person)
    back = f"{reverse('desk:person', args=[pk])}?tab=roles"

    def act(data):
        facts = {name: data[name] for name in ("position", "on", "reason")}
        moves.move_person(person, by=request.person, **facts)
        return back

    said = _("The move was noted. The line manager is asked for the new roles.")
    if request.method == "POST" and (done := perform(request, form, act, permission=MOVE, message=said)):
        return done
    return form_page(
        request,
        form=form,
        title=_("Move {person} to another post").format(person=person),
        submit=_("Enter the move"),
        cancel=back,
        template="desk/move.html",
        extra={"person": person, "ends": what_ends(person)},
    )


@requires(ASK)
def ask(request, pk):
    """The line manager reads the roles and asks for all of them at once."""
    found = Appointment.objects.select_related("person__unit", "position__unit__head")
    appointment = get_object_or_404(found, pk=pk)
    if not actions.may_ask(request.person, appointment):
        raise Http404
    form = CommandForm(request.POST or None)

    def act(data):
        actions.ask_for_roles(appointment, by=request.person)
        return reverse("desk:work")

    said = _("The roles were requested. Now whoever answers for them decides, then the administration.")
    if request.method == "POST" and (done := perform(request, form, act, permission=ASK, message=said)):
        return done
    return form_page(
        request,
        form=form,
        title=_("Ask for roles: {what}").format(what=appointment),
        submit=_("Ask for these roles"),
        cancel=reverse("desk:work"),
        template="desk/ask_for_roles.html",
        extra={"appointment": appointment, "roles": appointment.position.roles.all()},
    )
