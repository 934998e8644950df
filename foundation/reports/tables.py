from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.screens.tables import Column, Status, Table

from . import catalogue

TABLE = Table(
    Column(
        "report",
        _("Report"),
        lambda run: catalogue.name_of(run.report),
        link=lambda run: reverse("reports:run", args=[run.key]),
        phone_order=1,
    ),
    Column("format", _("Format"), lambda run: run.get_format_display()),
    Column("company", _("Company")),
    Column("state", _("State"), lambda run: Status(run.job.tone, run.job.get_state_display()), kind="status"),
    Column("requested_at", _("Requested"), kind="datetime", sort="requested_at"),
)
