from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.organisation.models import Company, Person

from .calc.iban import grouped, masked
from .choices import PartnerKind


class PartnerQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The partners of the companies in which this person may see them."""
        companies = Company.objects.visible_to(person)
        reach = [company for company in companies if can(person, "contacts.partner:view", Partner(company=company))]
        return self.filter(company__in=reach)

    def where_works(self, person):
        """Of these, the partners of the company that he works in."""
        return self.filter(company=person.company_of(person.reached))


class Partner(models.Model):
    """Who buys from a company or sells to it. `number` is the customer or supplier number in its books.

    `changed_by` is the last one who did; he releases no payment to it (R06).
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="partners", verbose_name=_("company"))
    number = models.CharField(_("number"), max_length=20)
    kind = models.CharField(_("kind"), max_length=8, choices=PartnerKind)
    name = models.CharField(_("name"), max_length=160)
    legal_form = models.CharField(_("legal form"), max_length=40, blank=True)
    street = models.CharField(_("street"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, default="DE")
    vat_id = models.CharField(_("VAT identification number"), max_length=14, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    blocked = models.BooleanField(_("blocked"), default=False)
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("changed by"))
    search_name = models.CharField(max_length=400, editable=False)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("business partner")
        verbose_name_plural = _("business partners")
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["company", "name", "id"], name="partner_by_name"),
            models.Index(
                fields=["company", "vat_id"], opclasses=["int8_ops", "text_pattern_ops"], name="partner_by_vat_id"
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="partner_number_once")]

    def __str__(self):
        return f"{self.name} {self.legal_form}".strip()

    def get_absolute_url(self):
        return reverse("contacts:partner", args=[self.pk])


class PartnerContact(models.Model):
    """Somebody one can talk to at a partner."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="contacts", verbose_name=_("business partner"))
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name


class PartnerBankAccount(models.Model):
    """Where a partner wants to be paid. A new account is a new row: what was paid once stays explained."""

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="bank_accounts", verbose_name=_("business partner")
    )
    iban = models.CharField(_("IBAN"), max_length=34)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    holder = models.CharField(_("account holder"), max_length=140)
    valid_from = models.DateField(_("valid from"))
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("added by"))

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        ordering = ["-valid_from", "-pk"]
        indexes = [models.Index(fields=["iban"], opclasses=["text_pattern_ops"], name="bank_account_by_iban")]
        constraints = [models.UniqueConstraint(fields=["partner", "iban"], name="bank_account_once")]

    def __str__(self):
        return masked(self.iban)

    @property
    def iban_in_groups(self):
        return grouped(self.iban)
