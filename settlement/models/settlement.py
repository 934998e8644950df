from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.contacts.models import PartnerBankAccount
from foundation.organisation.models import Person

from ..choices import SettlementState
from .deal import Deal
from .scope import BackQuerySet, OfDeal


class SettlementQuerySet(BackQuerySet):
    permission = "settlement.settlement:view"


class Settlement(OfDeal, models.Model):
    """How a matched deal is settled: where the counterparty is paid and how it is booked. With its
    release the payment orders and the draft of the books are written, all or nothing."""

    deal = models.ForeignKey(Deal, models.PROTECT, related_name="settlements", verbose_name=_("deal"))
    bank_account = models.ForeignKey(
        PartnerBankAccount, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("payment to")
    )
    purpose = models.CharField(_("purpose"), max_length=140)
    state = models.CharField(_("state"), max_length=9, choices=SettlementState, default=SettlementState.PROPOSED)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    four_eyes = models.BooleanField(_("four eyes"))
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("released by"))
    released_at = models.DateTimeField(_("released"), null=True)
    entry = models.ForeignKey("accounting.Entry", models.PROTECT, null=True, related_name="+", verbose_name=_("entry"))

    objects = SettlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["deal"], condition=~Q(state="withdrawn"), name="settlement_once"),
            models.CheckConstraint(
                condition=Q(state="released", released_by__isnull=False, released_at__isnull=False, entry__isnull=False)
                | ~Q(state="released") & Q(released_by=None, released_at=None, entry=None),
                name="settlement_released_whole",
            ),
            models.CheckConstraint(
                condition=Q(four_eyes=False) | ~Q(released_by=models.F("made_by")), name="settlement_four_eyes"
            ),
        ]

    def __str__(self):
        return str(self.deal)

    def get_absolute_url(self):
        return reverse("settlement:settlement", args=[self.pk])

    @property
    def maker_ids(self):
        """Who made or changed it; from the four-eyes amount on none of them releases it (R03)."""
        return {self.made_by_id, *(editor.person_id for editor in self.editors.all())}


class SettlementEditor(models.Model):
    """Somebody changed a settlement before its release."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="editors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["settlement", "person"], name="settlement_editor_once")]

    def __str__(self):
        return f"{self.settlement_id} {self.person_id}"
