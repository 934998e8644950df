"""The life of a right as people notice it: what waits for them, what they are told, their calendar, and a person's time line."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from foundation.access.actions.positions import may_ask
from foundation.access.choices import AppointmentState, RequestState
from foundation.access.models import Appointment, BlockLeave, Deputy, RoleGrant
from foundation.access.policy import can
from foundation.access.queries.leaves import without_block_leave
from foundation.calendars import feed
from foundation.lib.dates import format_date
from foundation.notices.actions import notify
from foundation.records.actor import acting
from foundation.screens.tables import Status

from .life_tables import state_of_deputy, state_of_leave
from .worklist import WorkItem

KIND, WATCH = "access.deputy", "access.block_leave:watch"
STANDS_IN = _("{deputy} stands in for {principal} from {first} to {last}")
ENDED = _("{deputy} does not stand in for {principal} any more")


# --- Work list -------------------------------------------------------------------------------------------------------


def roles_to_ask_for(person):
    """Whoever joined or moved into one's unit works only when one has asked for the roles."""
    planned = Appointment.objects.filter(state=AppointmentState.PLANNED).select_related(
        "person__unit", "position__unit__head", "position__unit__parent__head"
    )
    return [
        WorkItem(
            _("Roles for {what}").format(what=one), reverse("desk:ask_for_roles", args=[one.pk]), _("New position"),
            one.appointed_at, one.valid_from,
        )
        for one in planned
        if may_ask(person, one)
    ]  # fmt: skip


def missing_block_leave(person):
    """From October on, for those who watch it and have to do with the trader."""
    if not can(person, WATCH):
        return []
    today = timezone.localdate()
    since = timezone.make_aware(timezone.datetime(today.year, 10, 1))
    return [
        WorkItem(
            _("No block leave planned this year: {person}").format(person=trader),
            f"{reverse('desk:plan_block_leave')}?person={trader.pk}", _("Block leave"), since, date(today.year, 12, 31),
        )
        for trader in without_block_leave(today)
    ]  # fmt: skip


# --- Notices: what other rooms would hear too ------------------------------------------------------------------------


def told_of_deputy(event):
    deputy = Deputy.objects.select_related("principal", "person").get(pk=event.subject_key)
    text = STANDS_IN if event.verb.endswith("granted") else ENDED
    said = format_lazy(
        text, deputy=deputy.person, principal=deputy.principal,
        first=format_date(deputy.valid_from), last=format_date(deputy.valid_to),
    )  # fmt: skip
    with acting("system:deputies"):
        for person in (deputy.principal, deputy.person):
            notify(person, said, reverse("desk:deputy", args=[deputy.pk]), kind=KIND)


# --- Calendar --------------------------------------------------------------------------------------------------------


def events(person, first, last):
    for deputy in Deputy.objects.of(person).filter(state=RequestState.GRANTED).select_related("principal", "person"):
        for day, text in ((deputy.valid_from, _now("Begins: {what}")), (deputy.last_day, _now("Last day: {what}"))):
            if first <= day <= last:
                url = reverse("desk:deputy", args=[deputy.pk])
                yield feed.Event(f"{deputy.pk}-{day}", text.format(what=deputy), day, url)
    for leave in BlockLeave.objects.planned().filter(person=person):
        for day, text in (
            (leave.valid_from, _now("Block leave begins")), (leave.valid_to, _now("Last day of block leave")),
        ):  # fmt: skip
            if first <= day <= last:
                yield feed.Event(f"leave-{leave.pk}-{day}", text, day, reverse("desk:block_leaves"))


FEED = feed.Provider("deputies", _("deputies and block leave"), events)


# --- A person's time line --------------------------------------------------------------------------------------------

BACK, AHEAD = timedelta(days=365), timedelta(days=365)


@dataclass(frozen=True)
class Stretch:
    """`left` and `width` in percent of the two years around today."""

    what: str
    note: str
    first: date
    last: date | None
    state: Status
    url: str = ""
    left: str = "0"
    width: str = "0"


def time_line(person):
    """What the person held, holds and will hold, and what is barred, the latest first."""
    today = timezone.localdate()
    stretches = [*_grants(person, today), *_cool_offs(person, today), *_leaves(person), *_deputies(person)]
    placed = [_placed(one, today) for one in stretches]
    return sorted(placed, key=lambda one: (one.first, one.what), reverse=True)


def _grants(person, today):
    grants = RoleGrant.objects.filter(person=person).select_related("role", "deputy__principal")
    for grant in grants:
        if grant.closed_at or (grant.valid_to and grant.valid_to < today):
            state = Status("neutral", _("ended"))
        else:
            state = Status("done", _("in force")) if grant.valid_from <= today else Status("waiting", _("later"))
        note = _("on behalf of {principal}").format(principal=grant.deputy.principal) if grant.deputy else ""
        yield Stretch(str(grant.role), note, grant.valid_from, grant.valid_to, state)


def _cool_offs(person, today):
    for barred in person.cool_offs.select_related("unit"):
        state = Status("error", _("barred")) if barred.valid_to >= today else Status("neutral", _("ended"))
        what = _("Cool-off: {unit}").format(unit=barred.unit)
        yield Stretch(what, barred.get_kind_display(), barred.valid_from, barred.valid_to, state)


def _leaves(person):
    for leave in person.block_leaves.all():
        url = reverse("desk:block_leave", args=[leave.pk])
        yield Stretch(str(_("Block leave")), "", leave.valid_from, leave.valid_to, state_of_leave(leave), url)


def _deputies(person):
    """Who stands in for the person."""
    for deputy in person.deputies.select_related("person", "principal"):
        what = _("{deputy} stands in").format(deputy=deputy.person)
        url = reverse("desk:deputy", args=[deputy.pk])
        yield Stretch(what, deputy.reason, deputy.valid_from, deputy.last_day, state_of_deputy(deputy), url)


def _placed(one, today):
    begin, end = today - BACK, today + AHEAD
    whole = (end - begin).days
    first, last = max(one.first, begin), min(one.last or end, end)
    left = min(max((first - begin).days, 0), whole)
    width = max((last - first).days + 1, 0) if last >= begin and first <= end else 0
    shares = (f"{100 * part / whole:.1f}" for part in (left, min(width, whole - left)))
    return replace(one, **dict(zip(("left", "width"), shares, strict=True)))
