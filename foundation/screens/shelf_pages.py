"""The small forms about a list: each stands in a panel of the list's own page and is sent here."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from foundation.access.gate import SELF, requires

from .actions import begin_with, change_view, choose_columns, remove_view, save_view
from .models import SavedView
from .parts import wants_panel
from .shelf import ALL
from .shelf_forms import ColumnsForm, PlaceForm, ViewForm, moved
from .writing import perform


def view_panel(request, shelf):
    """Under which name the list is saved as it stands, or what becomes of the view that it shows."""
    view = shelf.active
    known = {"name": view.name, "shared": view.shared, "first": view == shelf.first} if view else {}
    form = ViewForm(person=request.person, initial={"address": shelf.address, **known})
    return _view_panel(request, form, view)


@require_POST
@requires(SELF)
def save(request):
    form = ViewForm(request.POST, person=request.person)

    def act(data):
        return _settled(request, data, save_view(by=request.person, list=data["address"].list, **form.content()))

    return perform(request, form, act, message=_("The view was saved.")) or _view_panel(request, form)


@require_POST
@requires(SELF)
def change(request, pk):
    view = _visible(request, pk)
    form = ViewForm(request.POST, person=request.person)

    def act(data):
        return _settled(request, data, change_view(view, by=request.person, **form.content()))

    return perform(request, form, act, message=_("The view was changed.")) or _view_panel(request, form, view)


@require_POST
@requires(SELF)
def remove(request, pk):
    view = _visible(request, pk)
    form = PlaceForm(request.POST, person=request.person)

    def act(data):
        remove_view(view, by=request.person)
        return f"{data['address'].path}?view={ALL}"

    return perform(request, form, act, message=_("The view was removed.")) or _view_panel(request, form, view)


@require_POST
@requires(SELF)
def first(request, pk):
    """A colleague's view, and whether the list opens with it for oneself."""
    view = _visible(request, pk)
    form = PlaceForm(request.POST, person=request.person)

    def act(data):
        return _settled(request, data | {"first": "first" in request.POST}, view)

    return perform(request, form, act, message=_("Saved.")) or _view_panel(request, form, view)


def columns_panel(request, shelf, table):
    """The chosen ones in their order, then the others."""
    form = ColumnsForm(person=request.person, initial={"address": shelf.here})
    choices = [*((column, True) for column in table.columns), *((column, False) for column in table.rest)]
    return _columns_panel(request, form, choices, shelf.here)


@require_POST
@requires(SELF)
def columns(request):
    """Where the address names its columns, as that of a view may, they change there; else they are kept."""
    form = ColumnsForm(request.POST, person=request.person)
    if form.is_valid() and (move := request.POST.get("move")):
        names = moved(form.cleaned_data["columns"].split(","), *move.split(" ", 1))
        return redirect(form.cleaned_data["address"].address(panel="columns", draft=",".join(names)))

    def act(data):
        place, names = data["address"], None if "reset" in request.POST else data["columns"]
        in_address = bool(place.asked.get("columns"))
        if not in_address:
            choose_columns(names, by=request.person, list=place.list)
        return place.address(columns=names if in_address else None, after=None, before=None)

    return perform(request, form, act) or _columns_panel(request, form, [], request.path)


def _columns_panel(request, form, choices, back):
    context = {"title": _("Columns"), "form": form, "choices": choices, "back": back}
    return panel(request, "screens/columns_panel.html", context)


def _settled(request, data, view):
    begin_with(view, by=request.person, first=data["first"])
    return f"{data['address'].path}?{view.question}"


def _visible(request, pk):
    return get_object_or_404(SavedView.objects.visible_to(request.person).named(), pk=pk)


def _view_panel(request, form, view=None):
    own = view and view.maker_id == request.person.pk
    title = _("Change the view") if own else _("Save as a view")
    context = {"title": title, "form": form, "view": view, "own": own}
    return panel(request, "screens/view_panel.html", context | {"may_remove": view and view.may_remove(request.person)})


def panel(request, template, context):
    """A part of the page for the dialog; where there is none, a page of its own."""
    part = wants_panel(request)
    context = {"back": request.path, **context, "panel": template, "part": part}
    status = getattr(context["form"], "status", 200)
    return render(request, template if part else "screens/panel.html", context, status=status)
