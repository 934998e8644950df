from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.organisation.models import Company, Person

from ..calc.due import Rhythm
from ..choices import Every, On, ScheduleState, Span


class ScheduleQuerySet(models.QuerySet):
    def visible_to(self, person):
        if can(person, "reports.schedule:view_all"):
            return self
        return self.filter(owner=person) if person else self.none()

    def due(self, now):
        return self.filter(state=ScheduleState.ACTIVE, next_due_at__lte=now)


class ReportSchedule(models.Model):
    """A report again and again, with the rights that its owner then has, to people who then may read it."""

    report = models.CharField(_("report"), max_length=60)
    span = models.CharField(_("days"), max_length=20, choices=Span)
    formats = models.JSONField(_("formats"))
    every = models.CharField(_("how often"), max_length=7, choices=Every)
    on = models.CharField(_("when"), max_length=7, choices=On)
    number = models.PositiveSmallIntegerField(_("day"))
    at = models.TimeField(_("time"))
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+", verbose_name=_("company"))
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("owner"))
    recipients = models.ManyToManyField(Person, related_name="+", verbose_name=_("to"), blank=True)
    state = models.CharField(_("state"), max_length=6, choices=ScheduleState, default=ScheduleState.ACTIVE)
    paused_because = models.TextField(_("reason"), blank=True)
    next_due_at = models.DateTimeField(_("next"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        indexes = [
            models.Index(
                fields=["next_due_at"], name="report_schedule_due", condition=models.Q(state=ScheduleState.ACTIVE)
            ),
            models.Index(fields=["owner"], name="report_schedule_of_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(every=Every.WEEK, on=On.WEEKDAY, number__lte=6)
                | (~models.Q(every=Every.WEEK) & ~models.Q(on=On.WEEKDAY) & models.Q(number__range=(1, 31))),
                name="report_schedule_rhythm",
            )
        ]

    def __str__(self):
        return f"{self.report} {self.pk}"

    @property
    def is_active(self):
        return self.state == ScheduleState.ACTIVE

    @property
    def rhythm(self):
        return Rhythm(self.every, self.on, self.number, self.at, self.company.calendar if self.company else "")
