from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.access.models.subject import Subject
from foundation.access.policy import can
from foundation.lib.text import shorten
from foundation.organisation.models import Company, Person, Unit

from ..choices import BusinessLine, EventType, IncidentState
from .scope import RiskQuerySet

SHORT = 80


class IncidentQuerySet(RiskQuerySet):
    permission = "risk.incident:view_all"

    def visible_to(self, person):
        """All for those who control risks, one's own for everybody."""
        if person is None or not can(person, "risk.incident:view"):
            return self.none()
        if can(person, self.permission):
            return super().visible_to(person)
        return self.filter(reported_by=person)

    def losses(self):
        return self.filter(gross__gt=0)

    def not_closed(self):
        return self.exclude(state=IncidentState.CLOSED)


class Incident(models.Model):
    """Something that went wrong, or nearly. Any employee reports it; risk control finds out what it was and what it cost.
    All of them together are the loss database (BTR 4 of MaRisk)."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    number = models.CharField(_("number"), max_length=16)
    what = models.TextField(_("what happened"), max_length=2000)
    happened_on = models.DateField(_("when it happened"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("where"))
    estimate = models.BigIntegerField(_("estimated loss"), null=True)
    near_miss = models.BooleanField(_("near miss"), default=False)
    done = models.TextField(_("what was done"), max_length=1000, blank=True)
    reported_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("reported by"))
    reported_at = models.DateTimeField(_("reported"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=8, choices=IncidentState, default=IncidentState.REPORTED)

    event_type = models.CharField(_("type of event"), max_length=14, choices=EventType, blank=True)
    business_line = models.CharField(_("business line"), max_length=9, choices=BusinessLine, blank=True)
    gross = models.BigIntegerField(_("gross loss"), default=0)
    recoveries = models.BigIntegerField(_("recovered"), default=0)
    found_on = models.DateField(_("found on"), null=True)
    booked_on = models.DateField(_("booked on"), null=True)
    cause = models.TextField(_("cause"), max_length=1000, blank=True)
    measure = models.TextField(_("measure"), max_length=1000, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("owner"))
    subject_table = models.CharField(max_length=80, blank=True)
    subject_key = models.CharField(max_length=64, blank=True)
    analysed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("analysed by"))
    material_at = models.DateTimeField(_("told as material"), null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by"))
    closed_at = models.DateTimeField(_("closed"), null=True)

    objects = IncidentQuerySet.as_manager()
    subject = Subject()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["company", "state", "-id"], name="incident_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="incident_number_once"),
            models.CheckConstraint(condition=Q(estimate=None) | Q(estimate__gte=0), name="incident_estimate"),
            models.CheckConstraint(
                condition=Q(gross__gte=0, recoveries__gte=0, recoveries__lte=F("gross")), name="incident_amounts"
            ),
            models.CheckConstraint(condition=Q(near_miss=False) | Q(gross=0), name="incident_near_miss_is_free"),
            models.CheckConstraint(
                condition=Q(state=IncidentState.REPORTED, analysed_by=None, event_type="", gross=0)
                | ~Q(state=IncidentState.REPORTED) & Q(analysed_by__isnull=False, found_on__isnull=False)
                & ~Q(event_type="") & ~Q(cause=""),
                name="incident_analysed_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=IncidentState.CLOSED, closed_by__isnull=False, closed_at__isnull=False)
                | ~Q(state=IncidentState.CLOSED) & Q(closed_by=None, closed_at=None),
                name="incident_closed_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("risk:incident", args=[self.pk])

    @property
    def short(self):
        return shorten(self.what, SHORT)

    @property
    def net(self):
        return self.gross - self.recoveries

    @property
    def loss(self):
        """What it costs as far as one knows: what was found out, before that what the reporter thought."""
        return (self.estimate or 0) if self.state == IncidentState.REPORTED else self.gross


class MaterialLoss(models.Model):
    """From how much on a loss is told to the head of risk control and to the management at once. The last row counts."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    amount = models.BigIntegerField(_("material from"))
    reason = models.CharField(_("reason"), max_length=200)
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set"), auto_now_add=True)

    objects = RiskQuerySet.as_manager()

    class Meta:
        verbose_name = _("threshold of material losses")
        verbose_name_plural = _("thresholds of material losses")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="material_loss_amount")]

    def __str__(self):
        return str(self.amount)
