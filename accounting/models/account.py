from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.contacts.models import Partner
from foundation.organisation.models import Company

from ..calc import hgb
from ..choices import AccountKind
from .scope import BooksQuerySet


def local(name, name_en):
    """The name in the language of who reads; accounts that a company added have only one."""
    return name_en if name_en and (get_language() or "").startswith("en") else name


def hgb_positions():
    """In the order of the statements, each with its place in the law."""
    names = ((each.code, local(each.name, each.name_en), each.paragraph) for each in hgb.positions())
    return [(code, f"{name} ({where})" if where else name) for code, name, where in names]


class AccountQuerySet(BooksQuerySet):
    def valid(self, on):
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), Q(valid_from=None) | Q(valid_from__lte=on))


class Account(models.Model):
    """A ledger account, or the personal account of a customer or supplier. Mapped to one position of the HGB."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="accounts", verbose_name=_("company"))
    number = models.CharField(_("number"), max_length=9)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=9, choices=AccountKind)
    position = models.CharField(_("position of the HGB"), max_length=40, blank=True, choices=hgb_positions)
    automatic_tax = models.CharField(_("automatic tax"), max_length=12, blank=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("business partner")
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="account_once")]

    def __str__(self):
        return f"{self.number} {self.local_name}"

    @property
    def local_name(self):
        return local(self.name, self.name_en)

    @property
    def hgb(self):
        return hgb.position(self.position)

    @property
    def hgb_name(self):
        return local(self.hgb.name, self.hgb.name_en) if self.hgb else ""

    @property
    def hgb_paragraph(self):
        return self.hgb.paragraph if self.hgb else ""

    def get_absolute_url(self):
        return reverse("accounting:account", args=[self.number])
