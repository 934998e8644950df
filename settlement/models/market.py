from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Company, Person

from ..choices import MarketOutcome, Product
from .deal import Deal
from .scope import BackQuerySet, OfDeal


class MarketCheck(OfDeal, models.Model):
    """The price of a deal beside the reference price of its day. Off the market it is judged outside the front (R13)."""

    deal = models.OneToOneField(Deal, models.PROTECT, related_name="market_check", verbose_name=_("deal"))
    reference = models.DecimalField(_("reference price"), max_digits=18, decimal_places=8, null=True)
    source = models.CharField(_("source"), max_length=80, blank=True)
    priced_on = models.DateField(_("reference of"), null=True)
    deviation = models.DecimalField(_("deviation"), max_digits=12, decimal_places=4, null=True)
    tolerance = models.DecimalField(_("tolerance"), max_digits=8, decimal_places=4)
    outcome = models.CharField(_("outcome"), max_length=9, choices=MarketOutcome)
    checked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("checked by"))
    checked_at = models.DateTimeField(_("checked"), auto_now_add=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("judged by"))
    decided_at = models.DateTimeField(_("judged"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = BackQuerySet.as_manager()

    class Meta:
        verbose_name = _("market check")
        verbose_name_plural = _("market checks")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=("conform", "open"), decided_by=None)
                | models.Q(outcome__in=("explained", "rejected"), decided_by__isnull=False) & ~models.Q(reason=""),
                name="market_judged_whole",
            )
        ]

    def __str__(self):
        return str(self.deal)

    def get_absolute_url(self):
        return reverse("settlement:market_check", args=[self.pk])


class ProductTermsQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(company__in=Company.objects.visible_to(person))


class ProductTerms(models.Model):
    """How a product is checked, released and booked from a day on. A later row takes the place of an earlier one; kept
    outside the front (R14). Accounts are those of the chart: debit and credit when we buy, and when we sell."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    product = models.CharField(_("product"), max_length=14, choices=Product)
    valid_from = models.DateField(_("valid from"))
    tolerance = models.DecimalField(_("tolerance to the market"), max_digits=8, decimal_places=4)
    four_eyes_from = models.BigIntegerField(_("four eyes from"))
    journal = models.CharField(_("journal"), max_length=10)
    buy_debit = models.CharField(_("buying: debit"), max_length=9)
    buy_credit = models.CharField(_("buying: credit"), max_length=9)
    sell_debit = models.CharField(_("selling: debit"), max_length=9)
    sell_credit = models.CharField(_("selling: credit"), max_length=9)
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set"), auto_now_add=True)

    objects = ProductTermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("terms of a product")
        verbose_name_plural = _("terms of products")
        ordering = ["product", "-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "product", "valid_from"], name="terms_once_a_day"),
            models.CheckConstraint(condition=models.Q(tolerance__gte=0, four_eyes_from__gte=0), name="terms_positive"),
        ]

    def __str__(self):
        return self.get_product_display()

    def accounts(self, direction):
        return getattr(self, f"{direction}_debit"), getattr(self, f"{direction}_credit")
