from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.organisation.models import Person

from . import registry
from .choices import FINISHED, TONES, State


class JobQuerySet(models.QuerySet):
    def visible_to(self, person):
        if can(person, "jobs.job:view_all"):
            return self
        return self.filter(requested_by=person) if person else self.none()


class Job(models.Model):
    """One piece of background work. `key` makes it unique: the same wish twice is one job."""

    audit_exempt = "bookkeeping of work; what the work changes is audited under its requester"

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=160, unique=True)
    args = models.JSONField(default=dict)
    args_version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    heartbeat_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(_("not before"), null=True)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    message = models.CharField(_("message"), max_length=200, blank=True)
    error = models.TextField(_("error"), blank=True)
    result = models.JSONField(null=True)
    requested_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("requested by")
    )
    request_id = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(fields=["id"], name="job_open", condition=models.Q(state__in=[State.QUEUED, State.RUNNING])),
            models.Index(fields=["requested_by", "-id"], name="job_of_person"),
            models.Index(fields=["kind", "-finished_at"], name="job_last_of_kind"),
            models.Index(fields=["finished_at"], name="job_failed", condition=models.Q(state=State.FAILED)),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(progress__lte=100), name="job_progress")]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def label(self):
        return registry.label_of(self.kind)

    @property
    def is_finished(self):
        return self.state in FINISHED

    @property
    def tone(self):
        return TONES[self.state]

    @property
    def sentence(self):
        """What its progress shows: the error, else what it is at, else its state."""
        doing = "" if self.is_finished else self.message
        return self.error or doing or str(self.get_state_display())


class WorkerSign(models.Model):
    """When a worker was last seen at work; one row."""

    audit_exempt = "a sign of life, no business fact"

    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self):
        return str(self.seen_at)
