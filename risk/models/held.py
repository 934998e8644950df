from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .scope import RiskQuerySet


class HeldQuerySet(RiskQuerySet):
    def in_force(self, on):
        return self.filter(Q(holds_to=None) | Q(holds_to__gte=on), holds_from__lte=on)

    def give_way(self, begins):
        """To one that holds from that day on."""
        ends = begins - timedelta(days=1)
        lasting = Q(holds_to=None) | Q(holds_to__gt=ends)
        return self.filter(lasting, holds_from__isnull=False).update(holds_to=ends)


class Held(models.Model):
    """One version of something: from when until when it really was the one in force. The last day is inclusive."""

    holds_from = models.DateField(_("in force from"), null=True)
    holds_to = models.DateField(_("in force until"), null=True)

    class Meta:
        abstract = True

    def holds(self, on):
        return self.holds_from is not None and self.holds_from <= on and (self.holds_to is None or on <= self.holds_to)
