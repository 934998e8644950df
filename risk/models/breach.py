from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person

from ..calc.exposure import percent
from ..choices import BreachState
from .exposure import Exposure
from .limit import Limit
from .scope import RiskQuerySet

LIVE = Q(state__in=[BreachState.OPEN, BreachState.TOLERATED])


class BreachQuerySet(RiskQuerySet):
    permission = "risk.breach:view"
    company_path = "exposure__company"

    def open(self):
        return self.filter(state=BreachState.OPEN)

    def live(self):
        return self.filter(LIVE)

    def run_out(self, on):
        """Tolerated until a day that has passed."""
        return self.filter(state=BreachState.TOLERATED, tolerated_until__lt=on)


class LimitBreach(models.Model):
    """A deal that breaks a limit. Without `limit` its counterparty had none in force. Risk control decides."""

    exposure = models.ForeignKey(Exposure, models.PROTECT, related_name="breaches", verbose_name=_("deal"))
    limit = models.ForeignKey(Limit, models.PROTECT, null=True, related_name="breaches", verbose_name=_("limit"))
    limit_amount = models.BigIntegerField(_("amount of the limit"))
    used = models.BigIntegerField(_("used before"))
    after = models.BigIntegerField(_("used with the deal"))
    state = models.CharField(_("state"), max_length=9, choices=BreachState, default=BreachState.OPEN)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    tolerated_until = models.DateField(_("tolerated until"), null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("limit breach")
        verbose_name_plural = _("limit breaches")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "-id"], name="breach_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["exposure", "limit"], condition=LIVE, name="breach_live_once"),
            models.CheckConstraint(
                condition=Q(state=BreachState.TOLERATED, tolerated_until__isnull=False)
                | ~Q(state=BreachState.TOLERATED) & Q(tolerated_until=None),
                name="breach_tolerated_until",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[BreachState.OPEN, BreachState.REDUCED])
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason=""),
                name="breach_decided_by_somebody",
            ),
        ]

    def __str__(self):
        what = str(self.limit) if self.limit_id else _("no limit for {who}").format(who=self.exposure.counterparty)
        return f"{self.exposure} – {what}"

    def get_absolute_url(self):
        return reverse("risk:breach", args=[self.pk])

    @property
    def company_id(self):
        return self.exposure.company_id

    @property
    def desk_id(self):
        return self.exposure.desk_id

    @property
    def made_by_ids(self):
        """Who caused it."""
        return {self.exposure.trader_id}

    @property
    def over(self):
        return self.after - self.limit_amount

    @property
    def percent(self):
        return percent(self.after, self.limit_amount)
