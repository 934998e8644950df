from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..calc.recurring import Rhythm
from ..choices import EntryState, Every, OccurrenceState, Shift
from .entry import Entry
from .scope import BooksQuerySet
from .template import EntryTemplate


class RecurrenceQuerySet(BooksQuerySet):
    company_path = "template__company"

    def due(self, today):
        return self.filter(next_due__lte=today)


class Recurrence(models.Model):
    """The rhythm in which drafts are written of a template, in the name of its owner. Without a next month it is
    through or was ended."""

    template = models.OneToOneField(
        EntryTemplate, models.CASCADE, related_name="recurrence", verbose_name=_("template")
    )
    every = models.CharField(_("how often"), max_length=7, choices=Every)
    day = models.PositiveSmallIntegerField(_("day"))
    shift = models.CharField(_("otherwise"), max_length=8, choices=Shift)
    start = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True)
    next_month = models.DateField(_("next month"), null=True)
    next_due = models.DateField(_("next draft"), null=True)

    objects = RecurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("recurring entry")
        verbose_name_plural = _("recurring entries")
        indexes = [models.Index(fields=["next_due"], name="recurrence_due", condition=Q(next_due__isnull=False))]
        constraints = [models.CheckConstraint(condition=Q(day__range=(1, 31)), name="recurrence_day")]

    def __str__(self):
        return str(self.template)

    @property
    def rhythm(self):
        place = self.template.company.calendar
        return Rhythm(self.every, self.day, self.shift, self.start, self.until, place)


class OccurrenceQuerySet(BooksQuerySet):
    company_path = "recurrence__template__company"

    def to_check(self):
        return self.filter(entry__state=EntryState.DRAFT)

    def refused(self):
        return self.filter(state=OccurrenceState.DUE).exclude(problem="")


class Occurrence(models.Model):
    """A recurring entry in one month. There is one for each month, so nothing is written twice."""

    recurrence = models.ForeignKey(
        Recurrence, models.CASCADE, related_name="occurrences", verbose_name=_("recurring entry")
    )
    month = models.DateField(_("month"))
    due = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=7, choices=OccurrenceState, default=OccurrenceState.DUE)
    entry = models.OneToOneField(Entry, models.SET_NULL, null=True, related_name="occurrence", verbose_name=_("entry"))
    problem = models.TextField(_("reason"), blank=True)
    noted_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("month of a recurring entry")
        verbose_name_plural = _("months of recurring entries")
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["recurrence", "month"], name="occurrence_once"),
            models.CheckConstraint(condition=Q(entry=None) | Q(state="written"), name="occurrence_written"),
        ]

    def __str__(self):
        return f"{self.recurrence} {self.month:%m/%Y}"

    def get_absolute_url(self):
        return self.entry.get_absolute_url() if self.entry else self.recurrence.template.get_absolute_url()

    @property
    def company_id(self):
        return self.recurrence.template.company_id
