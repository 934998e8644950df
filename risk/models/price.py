from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.lib.dates import format_date
from foundation.organisation.models import Person

from ..choices import PriceKind, PriceSource, PriceState


class ReferencePriceQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The market is the same for all companies of the house."""
        return self if person is not None and can(person, "risk.price:view") else self.none()

    def approved(self):
        return self.filter(state=PriceState.APPROVED)

    def of(self, kind, code):
        return self.filter(kind=kind, code=code)


class ReferencePrice(models.Model):
    """What the market said on a day: published by the central bank, or set by risk control with four eyes.

    Deals are held against it, so nobody writes it over: it is proposed, approved or refused, and stays.
    """

    kind = models.CharField(_("kind"), max_length=9, choices=PriceKind)
    code = models.CharField(_("code"), max_length=60)
    day = models.DateField(_("day"))
    price = models.DecimalField(_("price"), max_digits=18, decimal_places=8)
    source = models.CharField(_("source"), max_length=6, choices=PriceSource)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=PriceState)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("set by"))
    made_at = models.DateTimeField(_("set"), auto_now_add=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by"))

    objects = ReferencePriceQuerySet.as_manager()

    class Meta:
        verbose_name = _("reference price")
        verbose_name_plural = _("reference prices")
        ordering = ["-day", "kind", "code", "-pk"]
        indexes = [models.Index(fields=["-day", "kind", "code", "-id"], name="price_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code", "day"], condition=Q(state=PriceState.APPROVED), name="price_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=PriceKind.RATE) | Q(price__gt=0), name="price_positive"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("made_by")), name="price_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(source=PriceSource.ECB, kind=PriceKind.FX, state=PriceState.APPROVED, approved_by=None)
                | Q(source=PriceSource.MANUAL, state=PriceState.APPROVED, approved_by__isnull=False)
                | Q(source=PriceSource.MANUAL, approved_by=None) & ~Q(state=PriceState.APPROVED),
                name="price_approved_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.code} · {format_date(self.day)}"

    def get_absolute_url(self):
        return reverse("risk:price", args=[self.pk])

    @property
    def maker_id(self):
        return self.made_by_id

    def approval_payload(self):
        """What the second person approves, and what any later edit voids."""
        facts = ("kind", "code", "day", "made_by_id", "reason", "source")
        return {**{fact: getattr(self, fact) for fact in facts}, "price": f"{self.price.normalize():f}"}
