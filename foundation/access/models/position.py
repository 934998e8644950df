from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Company, Person, Unit

from ..choices import AppointmentState
from .role import Role


class PositionQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(company__in=Company.objects.visible_to(person))


class Position(models.Model):
    """A post in a unit, and the roles that its work needs."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="positions", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=80)
    roles = models.ManyToManyField(Role, related_name="+", verbose_name=_("roles"))

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="position_once")]

    def __str__(self):
        return f"{self.name} ({self.unit})"


class AppointmentQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(person__in=Person.objects.visible_to(person))

    def open(self):
        return self.filter(state__in=(AppointmentState.PLANNED, AppointmentState.REQUESTED))


class Appointment(models.Model):
    """Somebody takes a position. The line manager asks for its roles in one request, whoever answers for the roles
    approves it, and the administration grants them: three people besides the one who receives (R08)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name=_("person"))
    position = models.ForeignKey(Position, models.PROTECT, related_name="appointments", verbose_name=_("position"))
    valid_from = models.DateField(_("from"))
    appointed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("appointed by"))
    requested_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("roles requested by")
    )
    appointed_at = models.DateTimeField(_("appointed"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=9, choices=AppointmentState, default=AppointmentState.PLANNED)
    moved_at = models.DateTimeField(_("moved"), null=True)

    approval_reads = ("position__roles",)
    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(requested_by=None) | ~Q(requested_by=models.F("person")), name="appointment_not_for_oneself"
            ),
            models.CheckConstraint(
                condition=Q(requested_by__isnull=False) | Q(state__in=("planned", "withdrawn")),
                name="appointment_requested_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=("planned", "requested")), name="appointment_open_once"
            ),
        ]

    def __str__(self):
        return _("{person} as {position}").format(person=self.person, position=self.position)

    @property
    def reason(self):
        return str(self.position)

    @property
    def company_id(self):
        return self.position.company_id

    def approval_payload(self):
        asked = self.requests.order_by("role").values_list("role", "company", "valid_from", "valid_to")
        return {
            "person": self.person_id,
            "position": self.position_id,
            "valid_from": self.valid_from,
            "requested_by": self.requested_by_id,
            "roles": [list(row) for row in asked],
        }
