"""Days off and business hours, by which due times are counted."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.calendars.choices import Weekday
from foundation.calendars.models import Holiday, Workplace
from foundation.screens.forms import CommandForm
from foundation.screens.history import history_of
from foundation.screens.tables import Column, Table
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..workplace_forms import DayOffForm, HoursForm, WorkplaceForm
from ..workplaces import EDIT, add_workplace, give_day_off, set_hours, take_day_off_away, workplaces_of

WORKPLACES = Table(
    Column("name", _("Workplace"), sort="name", link=lambda place: place.get_absolute_url()),
    Column("land", _("Federal state"), value=lambda place: place.get_land_display()),
    Column("zone", _("Time zone")),
    order="name",
)


@require_safe
@requires(EDIT)
def workplaces(request):
    return list_page(
        request,
        queryset=workplaces_of(request.person),
        table=WORKPLACES,
        title=_("Workplaces"),
        actions=[Action(_("New workplace"), reverse("desk:add_workplace"), EDIT, icon="plus", key="n")],
        empty=Empty(_("There is nothing here yet.")),
    )


@require_safe
@requires(EDIT)
def workplace(request, pk):
    place = _visible(request, pk)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else timezone.localdate().year
    context = {
        "place": place,
        "may_edit": can(request.person, EDIT, place),
        "week": [(day.label, [span for span in place.hours.all() if span.weekday == day]) for day in Weekday],
        "year": year,
        "years": range(place.first_year, place.last_year + 1),
        "days": place.holidays.filter(day__year=year),
        "events": history_of(Workplace._meta.db_table, place.pk),
        "command": CommandForm(auto_id=False),
    }
    return render(request, "desk/workplace.html", context)


@requires(EDIT)
def add(request):
    form = WorkplaceForm(request.POST or None, initial={"land": request.person.company.land})

    def act(data):
        return add_workplace(by=request.person, name=data["name"], land=data["land"]).get_absolute_url()

    message = _("The workplace was opened.")
    return _written(request, form, act, message, _("New workplace"), reverse("desk:workplaces"))


@requires(EDIT)
def hours(request, pk):
    place = _editable(request, pk)
    kept = list(place.hours.all())
    week = {f"day{day.value}": [(span.opens, span.closes) for span in kept if span.weekday == day] for day in Weekday}
    form = HoursForm(request.POST or None, initial=week)

    def act(data):
        set_hours(place, by=request.person, spans=form.spans())
        return place.get_absolute_url()

    return _written(request, form, act, _("Saved."), _("Change the business hours"), place.get_absolute_url())


@requires(EDIT)
def day_off(request, pk):
    place = _editable(request, pk)
    form = DayOffForm(request.POST or None)

    def act(data):
        give_day_off(place, by=request.person, day=data["day"], name=data["name"], since=data["since"])
        return f"{place.get_absolute_url()}?year={data['day'].year}"

    return _written(request, form, act, _("Saved."), _("New day off"), place.get_absolute_url())


@require_POST
@requires(EDIT)
def no_day_off(request, pk):
    found = Holiday.objects.filter(workplace__in=workplaces_of(request.person)).select_related("workplace")
    holiday = get_object_or_404(found, pk=pk)
    back = f"{holiday.workplace.get_absolute_url()}?year={holiday.day.year}"

    def act(data):
        take_day_off_away(holiday, by=request.person)
        return back

    form = CommandForm(request.POST)
    done = perform(request, form, act, permission=EDIT, message=_("The day is taken away."))
    return done or form_page(request, form=form, title=holiday, submit=_("Take away"), cancel=back)


def _written(request, form, act, message, title, back):
    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=message)):
        return done
    return form_page(request, form=form, title=title, submit=_("Save"), cancel=back)


def _visible(request, pk):
    return get_object_or_404(workplaces_of(request.person), pk=pk)


def _editable(request, pk):
    place = _visible(request, pk)
    check(request.person, EDIT, place)
    return place
