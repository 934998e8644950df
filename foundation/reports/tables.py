from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Status, Table

from . import catalogue
from .choices import TONES, Format, On

RUNS = Table(
    Column(
        "report",
        _("Report"),
        lambda run: catalogue.name_of(run.report),
        link=lambda run: reverse("reports:run", args=[run.key]),
        phone_order=1,
    ),
    Column("asked", _("Parameters")),
    Column("formats", _("Formats"), lambda run: names_of(file.format for file in run.files.all())),
    Column("company", _("Company")),
    Column("requested_by", _("Requested by")),
    Column("state", _("State"), lambda run: Status(run.job.tone, run.job.get_state_display()), kind="status"),
    Column("requested_at", _("Requested"), kind="datetime", sort="requested_at"),
)
SCHEDULES = Table(
    Column(
        "report",
        _("Report"),
        lambda schedule: catalogue.name_of(schedule.report),
        link=lambda schedule: reverse("reports:schedule", args=[schedule.pk]),
        phone_order=1,
    ),
    Column("span", _("Days it tells of"), lambda schedule: schedule.get_span_display()),
    Column("when", _("When"), lambda schedule: when(schedule)),
    Column("owner", _("Owner")),
    Column("state", _("State"), lambda schedule: status_of(schedule), kind="status"),
    Column("last_run", _("Last run"), kind="datetime"),
    Column("next_due_at", _("Next"), lambda schedule: next_of(schedule), kind="datetime", sort="next_due_at"),
)


def names_of(formats):
    return ", ".join(Format(format).label for format in formats)


def status_of(schedule):
    return Status(TONES[schedule.state], schedule.get_state_display())


def next_of(schedule):
    return schedule.next_due_at if schedule.is_active else None


def when(schedule):
    """every month, on the first working day, 07:00"""
    if schedule.on == On.WEEKDAY:
        day = _t("on {weekday}").format(weekday=WEEKDAYS[schedule.number])
    elif schedule.on == On.DAY:
        day = _t("on day {number}").format(number=schedule.number)
    else:
        day = schedule.get_on_display()
    return f"{schedule.get_every_display()}, {day}, {schedule.at:%H:%M}"
