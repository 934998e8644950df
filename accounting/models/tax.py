from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Company

from ..choices import TaxKind
from .scope import BooksQuerySet


class TaxCodeQuerySet(BooksQuerySet):
    def valid(self, on):
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


class TaxCode(models.Model):
    """A tax treatment and its rate in percent, for a span of time; the same code may have another rate before or after."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="tax_codes", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=14, choices=TaxKind)
    rate = models.DecimalField(_("rate in percent"), max_digits=5, decimal_places=2)
    account_output = models.CharField(_("account for output tax"), max_length=9, blank=True)
    account_input = models.CharField(_("account for input tax"), max_length=9, blank=True)
    bu_key = models.CharField(_("BU key"), max_length=4, blank=True)
    kz_base = models.CharField(_("UStVA line of the base"), max_length=3, blank=True)
    kz_tax = models.CharField(_("UStVA line of the tax"), max_length=3, blank=True)
    kz_input = models.CharField(_("UStVA line of the input tax"), max_length=3, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects = TaxCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("tax code")
        verbose_name_plural = _("tax codes")
        ordering = ["code", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["company", "code", "valid_from"], name="tax_code_once")]

    def __str__(self):
        name = self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name
        return f"{self.code} – {name}"
