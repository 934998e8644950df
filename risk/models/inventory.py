from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Company, Person

from ..calc.inventory import Score
from ..choices import AcceptanceState, Category, Impact, Likelihood, Treatment
from .scope import RiskQuerySet

SCORED = tuple(f"{level}_{side}" for level in ("gross", "net", "target") for side in ("likelihood", "impact"))


def _within_five():
    whole = Q()
    for name in SCORED:
        whole &= Q(**{f"{name}__range": (1, 5)})
    return whole


class InventoryQuerySet(RiskQuerySet):
    permission = "risk.risk:view"

    def current(self):
        return self.filter(retired_on=None)

    def due(self, on):
        return self.current().filter(review_due__lte=on)


class Assessment(models.Model):
    """What is said of a risk: now in the inventory, and then in each year's snapshot of it."""

    name = models.CharField(_("risk"), max_length=120)
    category = models.CharField(_("category"), max_length=12, choices=Category)
    gross_likelihood = models.PositiveSmallIntegerField(_("likelihood without controls"), choices=Likelihood)
    gross_impact = models.PositiveSmallIntegerField(_("impact without controls"), choices=Impact)
    net_likelihood = models.PositiveSmallIntegerField(_("likelihood with controls"), choices=Likelihood)
    net_impact = models.PositiveSmallIntegerField(_("impact with controls"), choices=Impact)
    target_likelihood = models.PositiveSmallIntegerField(_("likelihood aimed at"), choices=Likelihood)
    target_impact = models.PositiveSmallIntegerField(_("impact aimed at"), choices=Impact)
    treatment = models.CharField(_("treatment"), max_length=8, choices=Treatment)
    material = models.BooleanField(_("material"), default=False)
    esg = models.BooleanField(_("driven by ESG"), default=False)

    class Meta:
        abstract = True

    @property
    def gross(self):
        return Score(self.gross_likelihood, self.gross_impact)

    @property
    def net(self):
        return Score(self.net_likelihood, self.net_impact)

    @property
    def target(self):
        return Score(self.target_likelihood, self.target_impact)


class Risk(Assessment):
    """A risk of the house in its inventory (AT 2.2 of MaRisk), judged at least once a year."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    description = models.TextField(_("description"), max_length=2000)
    controls = models.TextField(_("controls"), max_length=2000, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("owner"))
    reviewed_on = models.DateField(_("reviewed"))
    reviewed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("reviewed by"))
    review_due = models.DateField(_("next review"))
    retired_on = models.DateField(_("no longer there since"), null=True)

    objects = InventoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        ordering = ["category", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], condition=Q(retired_on=None), name="risk_name_once"),
            models.CheckConstraint(condition=_within_five(), name="risk_five_by_five"),
            models.CheckConstraint(condition=Q(review_due__gt=F("reviewed_on")), name="risk_review_due"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("risk:risk", args=[self.pk])

    @property
    def accepted_until(self):
        """None where it is not accepted, or no longer."""
        if self.treatment != Treatment.ACCEPT:
            return None
        found = self.acceptances.filter(state=AcceptanceState.APPROVED).order_by("-until").first()
        return found and found.until


class Acceptance(models.Model):
    """Somebody wants to live with a risk as it is, until a day; another person agrees or does not."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="acceptances", verbose_name=_("risk"))
    until = models.DateField(_("until"))
    reason = models.TextField(_("reason"), max_length=1000)
    state = models.CharField(_("state"), max_length=8, choices=AcceptanceState, default=AcceptanceState.ASKED)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    made_at = models.DateTimeField(_("asked"), auto_now_add=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by"))

    class Meta:
        verbose_name = _("acceptance of a risk")
        verbose_name_plural = _("acceptances of risks")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["risk"], condition=Q(state="asked"), name="acceptance_asked_once"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("made_by")), name="acceptance_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved_by__isnull=False) | ~Q(state="approved") & Q(approved_by=None),
                name="acceptance_approved_by_somebody",
            ),
        ]

    def __str__(self):
        return str(self.risk)

    def get_absolute_url(self):
        return self.risk.get_absolute_url()

    @property
    def maker_id(self):
        return self.made_by_id

    @property
    def company(self):
        return self.risk.company

    def approval_payload(self):
        """What the second person agrees to: this risk as it is judged now. Any later judgement voids it."""
        facts = {name: getattr(self.risk, name) for name in ("name", "category", *SCORED)}
        return {**facts, "until": self.until, "reason": self.reason, "made_by_id": self.made_by_id}


class RiskSnapshot(Assessment):
    """A risk as it stood when the inventory of a year was frozen. It stays so."""

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="snapshots", verbose_name=_("risk"))
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    year = models.PositiveSmallIntegerField(_("year"))
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("owner"))
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("frozen by"))
    taken_at = models.DateTimeField(_("frozen"), auto_now_add=True)

    objects = InventoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("risk in a snapshot")
        verbose_name_plural = _("risks in snapshots")
        ordering = ["category", "risk"]
        constraints = [models.UniqueConstraint(fields=["risk", "year"], name="risk_snapshot_once")]

    def __str__(self):
        return f"{self.year} {self.name}"
