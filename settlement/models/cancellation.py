from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person

from ..choices import CancellationState
from .deal import Deal


class CancellationQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(deal__in=Deal.objects.visible_to(person))

    def asked(self):
        return self.filter(state=CancellationState.ASKED)


class Cancellation(models.Model):
    """The front office asks for a deal to be cancelled; the back office decides."""

    deal = models.ForeignKey(Deal, models.PROTECT, related_name="cancellations", verbose_name=_("deal"))
    state = models.CharField(_("state"), max_length=8, choices=CancellationState, default=CancellationState.ASKED)
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = CancellationQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for cancellation")
        verbose_name_plural = _("requests for cancellation")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["deal"], condition=Q(state="asked"), name="cancellation_asked_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="cancellation_reason"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None, decided_at=None)
                | Q(state__in=("granted", "declined"), decided_by__isnull=False, decided_at__isnull=False),
                name="cancellation_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="cancellation_by_another"
            ),
        ]

    def __str__(self):
        return str(self.deal)

    def get_absolute_url(self):
        return self.deal.get_absolute_url()

    @property
    def maker_id(self):
        return self.asked_by_id
