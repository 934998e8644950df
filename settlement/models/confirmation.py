from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.contacts.models import Partner
from foundation.documents.models import Document
from foundation.lib.dates import format_date
from foundation.organisation.models import Company, Person

from ..choices import Clearing, ConfirmationChannel, ConfirmationState, DiscrepancyState, Field, Product, Way
from ..choices import Direction as DealDirection
from .deal import Deal
from .scope import BackQuerySet, OfDeal


class ConfirmationQuerySet(BackQuerySet):
    company_path = "company"


class Confirmation(models.Model):
    """The written word of one side on a deal. What the counterparty sends comes to settlement, never to the trader
    (BTO 2.2.2 of MaRisk); `direction` is from our side, whoever wrote it."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    deal = models.ForeignKey(
        Deal, models.PROTECT, null=True, blank=True, related_name="confirmations", verbose_name=_("deal")
    )
    way = models.CharField(pgettext_lazy("confirmation", "way"), max_length=3, choices=Way)
    channel = models.CharField(_("channel"), max_length=8, choices=ConfirmationChannel)
    received_at = models.DateTimeField(_("time"))
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    counterparty = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("counterparty"))
    reference = models.CharField(_("their reference"), max_length=60, blank=True)
    product = models.CharField(_("product"), max_length=14, choices=Product)
    direction = models.CharField(_("direction"), max_length=4, choices=DealDirection)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    price = models.DecimalField(_("price"), max_digits=18, decimal_places=8, null=True)
    counter_amount = models.BigIntegerField(_("counter amount"), null=True)
    counter_currency = models.CharField(_("counter currency"), max_length=3, blank=True)
    value_date = models.DateField(_("value date"))
    instruction = models.CharField(_("payment to"), max_length=34, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+", verbose_name=_("document"))
    fingerprint = models.CharField(_("hash"), max_length=64, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=ConfirmationState, default=ConfirmationState.OPEN)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["company", "state", "id"], name="confirmation_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "fingerprint"],
                condition=Q(way="in") & ~Q(state="returned"),
                name="confirmation_once",
            ),
            models.UniqueConstraint(fields=["deal"], condition=Q(way="out"), name="confirmation_sent_once"),
            models.CheckConstraint(
                condition=Q(state__in=("open", "returned"), deal=None) | Q(deal__isnull=False),
                name="confirmation_of_deal",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="confirmation_amount"),
        ]

    def __str__(self):
        return self.reference or format_date(timezone.localdate(self.received_at))

    def get_absolute_url(self):
        return reverse("settlement:confirmation", args=[self.pk])


class Discrepancy(OfDeal, models.Model):
    """A field in which the two words differ. Cleared under the lead of settlement by one person, closed by a second."""

    deal = models.ForeignKey(Deal, models.PROTECT, related_name="discrepancies", verbose_name=_("deal"))
    confirmation = models.ForeignKey(
        Confirmation, models.PROTECT, related_name="discrepancies", verbose_name=_("confirmation")
    )
    field = models.CharField(_("field"), max_length=20, choices=Field)
    ours = models.CharField(_("ours"), max_length=200, editable=False)  # as the portal compares it
    theirs = models.CharField(_("theirs"), max_length=200, editable=False)
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=pgettext_lazy("discrepancy", "owner")
    )
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    found_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("found by"))
    state = models.CharField(_("state"), max_length=7, choices=DiscrepancyState, default=DiscrepancyState.OPEN)
    clearing = models.CharField(_("outcome"), max_length=9, choices=Clearing, blank=True)
    cause = models.CharField(_("cause"), max_length=300, blank=True)
    cleared_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("cleared by"))
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by"))
    closed_at = models.DateTimeField(_("closed"), null=True)

    objects = BackQuerySet.as_manager()

    class Meta:
        verbose_name = _("discrepancy")
        verbose_name_plural = _("discrepancies")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["confirmation", "field"], name="discrepancy_once"),
            models.CheckConstraint(condition=~Q(closed_by=models.F("cleared_by")), name="discrepancy_four_eyes"),
            models.CheckConstraint(
                condition=Q(state="open", cleared_by=None, closed_by=None)
                | Q(state="cleared", cleared_by__isnull=False, closed_by=None)
                | Q(state="closed", cleared_by__isnull=False, closed_by__isnull=False, closed_at__isnull=False),
                name="discrepancy_whole",
            ),
        ]

    def __str__(self):
        return f"{self.deal} {self.get_field_display()}"

    def get_absolute_url(self):
        return reverse("settlement:discrepancy", args=[self.pk])
