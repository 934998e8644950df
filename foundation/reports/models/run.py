from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.jobs.models import Job
from foundation.organisation.models import Company, Person

from ..choices import Format
from .schedule import ReportSchedule


class RunQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own, and what was delivered. What is in the files is asked for again at each download."""
        if person is None:
            return self.none()
        delivered = ReportDelivery.objects.filter(person=person).values("run")
        return self.filter(models.Q(requested_by=person) | models.Q(pk__in=delivered))


class ReportRun(models.Model):
    """A report that somebody asked for, or that a schedule asked for in the name of its owner."""

    key = models.UUIDField(unique=True, editable=False)
    report = models.CharField(_("report"), max_length=60)
    params = models.JSONField(default=dict)
    asked = models.CharField(_("parameters"), max_length=300, blank=True)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+", verbose_name=_("company"))
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("requested by"))
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    schedule = models.ForeignKey(
        ReportSchedule, models.PROTECT, null=True, related_name="runs", verbose_name=_("schedule")
    )
    due_at = models.DateTimeField(_("due"), null=True)
    job = models.OneToOneField(Job, models.PROTECT, related_name="report_run", verbose_name=_("job"))

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("report run")
        verbose_name_plural = _("report runs")
        indexes = [models.Index(fields=["requested_by", "-id"], name="report_run_of_person")]
        constraints = [models.UniqueConstraint(fields=["schedule", "due_at"], name="report_run_once_due")]

    def __str__(self):
        return f"{self.report} {self.pk}"

    @property
    def is_finished(self):
        return all(file.stored_as for file in self.files.all())


class ReportFile(models.Model):
    """What comes of a run, once for each format. Once it is stored it stays as it is."""

    run = models.ForeignKey(ReportRun, models.PROTECT, related_name="files", verbose_name=_("report run"))
    format = models.CharField(_("format"), max_length=4, choices=Format)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    stored_as = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("report file")
        verbose_name_plural = _("report files")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "format"], name="report_file_once")]

    def __str__(self):
        return f"{self.run} {self.format}"


class ReportDelivery(models.Model):
    """Somebody was told of a finished run, and had the right to it then."""

    run = models.ForeignKey(ReportRun, models.PROTECT, related_name="deliveries", verbose_name=_("report run"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    delivered_at = models.DateTimeField(_("delivered"), auto_now_add=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["run", "person"], name="report_delivered_once")]

    def __str__(self):
        return f"{self.run} {self.person}"
