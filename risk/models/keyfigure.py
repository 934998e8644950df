from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Company, Person

from ..choices import Light
from .scope import RiskQuerySet


class KeyFigureQuerySet(RiskQuerySet):
    permission = "risk.key_figure:view"


class Threshold(models.Model):
    """From where on a key figure is amber and red. The last row of a figure counts; those before it stay."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    code = models.CharField(_("key figure"), max_length=40)
    amber = models.DecimalField(_("amber from"), max_digits=12, decimal_places=2)
    red = models.DecimalField(_("red from"), max_digits=12, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=200)
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set"), auto_now_add=True)

    objects = KeyFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("threshold")
        verbose_name_plural = _("thresholds")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["company", "code", "-id"], name="threshold_of_figure")]
        constraints = [models.CheckConstraint(condition=Q(red__gte=models.F("amber")), name="threshold_order")]

    def __str__(self):
        return self.code


class Reading(models.Model):
    """What a key figure was on a day, and which light it showed then."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    code = models.CharField(_("key figure"), max_length=40)
    on = models.DateField(_("day"))
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    light = models.CharField(_("light"), max_length=5, choices=Light)
    taken_at = models.DateTimeField(_("read"), auto_now_add=True)

    objects = KeyFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-on", "code"]
        constraints = [models.UniqueConstraint(fields=["company", "code", "on"], name="reading_once_a_day")]

    def __str__(self):
        return f"{self.code} {self.on}"
