from django.db import models
from django.utils.translation import gettext_lazy as _


class Format(models.TextChoices):
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"


CONTENT_TYPES = {
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}


class Every(models.TextChoices):
    WEEK = "week", _("every week")
    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")


class On(models.TextChoices):
    WORKING_DAY = "working", _("on the first working day")
    DAY = "day", _("on a day of the month")
    WEEKDAY = "weekday", _("on a day of the week")


class Span(models.TextChoices):
    """Which days a scheduled report tells of, as seen from the day on which it is due."""

    PREVIOUS_WEEK = "previous_week", _("previous week")
    PREVIOUS_MONTH = "previous_month", _("previous month")
    PREVIOUS_QUARTER = "previous_quarter", _("previous quarter")
    YEAR_SO_FAR = "year_so_far", _("this fiscal year so far")
    PREVIOUS_YEAR = "previous_year", _("previous fiscal year")


class ScheduleState(models.TextChoices):
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    ENDED = "ended", _("ended")


TONES = {ScheduleState.ACTIVE: "done", ScheduleState.PAUSED: "waiting", ScheduleState.ENDED: "neutral"}
