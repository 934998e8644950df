from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.jobs.models import Job
from foundation.organisation.models import Company, Person

from .choices import Format


class RunQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own. What is in the file is asked for again at each download."""
        return self.filter(requested_by=person) if person else self.none()


class ReportRun(models.Model):
    """A report that somebody asked for, and the file that came of it. A finished run stays as it is."""

    key = models.UUIDField(unique=True, editable=False)
    report = models.CharField(_("report"), max_length=60)
    format = models.CharField(_("format"), max_length=4, choices=Format)
    params = models.JSONField(default=dict)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+", verbose_name=_("company"))
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("requested by"))
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    job = models.OneToOneField(Job, models.PROTECT, related_name="report_run", verbose_name=_("job"))
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    stored_as = models.CharField(max_length=80, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("report run")
        verbose_name_plural = _("report runs")
        indexes = [models.Index(fields=["requested_by", "-id"], name="report_run_of_person")]

    def __str__(self):
        return f"{self.report} {self.pk}"

    @property
    def is_finished(self):
        return bool(self.stored_as)
