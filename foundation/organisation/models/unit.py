from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from foundation.calendars.models import Workplace
from foundation.calendars.queries import calendar_of

from ..choices import Side
from .company import Company


class UnitQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(company__in=Company.objects.visible_to(person))


class Unit(models.Model):
    """A department or team; stands on one side of the wall."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="units", verbose_name=_("company"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    name = models.CharField(_("name"), max_length=80)
    head = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, blank=True, related_name="led_units", verbose_name=_("head")
    )
    side = models.CharField(_("side"), max_length=7, choices=Side)
    workplace = models.ForeignKey(
        Workplace, models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("workplace")
    )  # where it is not that of the company

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="unit_name_once")]

    def __str__(self):
        return self.name

    @cached_property
    def calendar(self):
        return calendar_of(self.workplace) if self.workplace else self.company.calendar
