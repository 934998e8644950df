from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.lib.dates import format_date
from foundation.organisation.models import Company, Person

from .scope import RiskQuerySet


class DailyReportQuerySet(RiskQuerySet):
    permission = "risk.daily_report:view"

    def unsigned(self):
        return self.filter(signed_by=None)


class DailyReport(models.Model):
    """What risk control told of a business day, on the morning of the next one (BTR 2 and BT 3 of MaRisk). It is kept as
    it was made, in each language; only its signature comes later."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    day = models.DateField(_("business day"))
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    content = models.JSONField(_("content"))
    files = models.JSONField(_("files"))
    recipients = models.ManyToManyField(
        Person, through="Receipt", related_name="+", verbose_name=_("distribution list")
    )
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("signed by"))
    signed_at = models.DateTimeField(pgettext_lazy("report", "signed"), null=True)
    remark = models.TextField(_("remark"), max_length=1000, blank=True)

    objects = DailyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily risk report")
        verbose_name_plural = _("daily risk reports")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["company", "day"], name="daily_report_once"),
            models.CheckConstraint(
                condition=Q(signed_by=None, signed_at=None) | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="daily_report_signed_whole",
            ),
        ]

    def __str__(self):
        return format_date(self.day)

    def get_absolute_url(self):
        return reverse("risk:daily_report", args=[self.pk])


class Receipt(models.Model):
    """Somebody to whom a daily report was given, and when he said that he read it."""

    report = models.ForeignKey(DailyReport, models.PROTECT, related_name="receipts", verbose_name=_("report"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    read_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        verbose_name = _("read receipt")
        verbose_name_plural = _("read receipts")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="receipt_once")]

    def __str__(self):
        return f"{self.report} {self.person}"
