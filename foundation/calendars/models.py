from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .choices import Land, Weekday

BERLIN = "Europe/Berlin"


class Workplace(models.Model):
    """Where people work: whose public holidays they keep and at which hours they are there.

    The days off of the years from `first_year` to `last_year` are rows; of other years they are those of the law.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    land = models.CharField(_("federal state"), max_length=2, choices=Land, blank=True)
    zone = models.CharField(_("time zone"), max_length=40, default=BERLIN)
    first_year = models.PositiveSmallIntegerField(_("days off kept from"), validators=[MinValueValidator(1990)])
    last_year = models.PositiveSmallIntegerField(_("days off kept until"))
    changed_at = models.DateTimeField(_("changed"))  # of its hours and days off: what was read before holds no longer

    class Meta:
        verbose_name = _("workplace")
        verbose_name_plural = _("workplaces")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="workplace_years_in_order")
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("desk:workplace", args=[self.pk])


class Holiday(models.Model):
    """A day off: a public holiday, or one that the company gives. With `since`, work ends at that time of the day."""

    workplace = models.ForeignKey(Workplace, models.CASCADE, related_name="holidays", verbose_name=_("workplace"))
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=80)
    since = models.TimeField(_("from"), null=True, blank=True)
    by_law = models.BooleanField(_("public holiday"), default=False)

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["workplace", "day"], name="holiday_once")]

    def __str__(self):
        return self.name


class BusinessHours(models.Model):
    """A span of a weekday in which a workplace is open. Until midnight is 0:00."""

    workplace = models.ForeignKey(Workplace, models.CASCADE, related_name="hours", verbose_name=_("workplace"))
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("until"))

    class Meta:
        verbose_name = _("business hours")
        verbose_name_plural = _("business hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["workplace", "weekday", "opens"], name="hours_open_once"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")) | Q(closes="00:00"), name="hours_in_order"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_of_a_weekday"),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"
