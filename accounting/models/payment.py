from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.contacts.models import Partner, PartnerBankAccount
from foundation.organisation.models import Company, Person

from ..choices import PaymentState
from .entry import Entry
from .scope import BooksQuerySet


class PaymentQuerySet(BooksQuerySet):
    permission = "accounting.payment:view"


class PaymentOrder(models.Model):
    """What is owed to a partner and waits to be paid. Whoever ordered it does not release it.

    `origin_table` and `origin_key` name what it comes from, in whatever room; `origin` is how that was called.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    number = models.CharField(_("number"), max_length=20)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("business partner"))
    bank_account = models.ForeignKey(
        PartnerBankAccount, models.PROTECT, related_name="+", verbose_name=_("bank account")
    )
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    due = models.DateField(_("due"))
    purpose = models.CharField(_("purpose"), max_length=140)
    origin = models.CharField(_("for"), max_length=80)
    origin_table = models.CharField(max_length=80, editable=False)
    origin_key = models.CharField(max_length=64, editable=False)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="payments", verbose_name=_("entry"))
    state = models.CharField(_("state"), max_length=8, choices=PaymentState, default=PaymentState.ORDERED)
    ordered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("ordered by"))
    ordered_at = models.DateTimeField(_("ordered"), auto_now_add=True)
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("released by"))
    released_at = models.DateTimeField(_("released"), null=True)
    stopped_why = models.CharField(_("reason"), max_length=200, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment order")
        verbose_name_plural = _("payment orders")
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["company", "state", "due"], name="payment_by_due")]
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="payment_number_once"),
            models.UniqueConstraint(
                fields=["origin_table", "origin_key", "currency"], condition=~Q(state="stopped"), name="payment_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_above_zero"),
            models.CheckConstraint(condition=~Q(released_by=F("ordered_by")), name="payment_four_eyes"),
            models.CheckConstraint(
                condition=Q(released_by=None, released_at=None)
                | Q(released_by__isnull=False, released_at__isnull=False, state__in=["released", "stopped"]),
                name="payment_released_whole",
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("accounting:payment", args=[self.pk])

    @property
    def maker_id(self):
        return self.ordered_by_id
