from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Company, Person

from ..choices import JournalKind, PeriodState
from .scope import BooksQuerySet


class LedgerSettings(models.Model):
    """What the books of a company are kept by."""

    company = models.OneToOneField(Company, models.PROTECT, related_name="ledger", verbose_name=_("company"))
    chart = models.CharField(_("chart of accounts"), max_length=5, choices=[("skr03", "SKR03"), ("skr04", "SKR04")])
    account_length = models.PositiveSmallIntegerField(_("digits of an account number"), default=4)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    vat_id = models.CharField(_("VAT id"), max_length=20, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=20, blank=True)
    four_eyes_from = models.BigIntegerField(
        _("four eyes from (cents)"), null=True, blank=True, default=100_000, help_text=_("Empty: no four eyes.")
    )

    objects = BooksQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger settings")
        verbose_name_plural = _("ledger settings")
        constraints = [models.CheckConstraint(condition=Q(four_eyes_from__gte=0), name="four_eyes_not_negative")]

    def __str__(self):
        return str(self.company)


class FiscalYear(models.Model):
    company = models.ForeignKey(Company, models.PROTECT, related_name="fiscal_years", verbose_name=_("company"))
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))

    objects = BooksQuerySet.as_manager()

    class Meta:
        verbose_name = _("fiscal year")
        verbose_name_plural = _("fiscal years")
        ordering = ["-start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="fiscal_year_span"),
            models.UniqueConstraint(fields=["company", "start"], name="fiscal_year_once"),
        ]

    def __str__(self):
        return str(self.start.year) if self.start.year == self.end.year else f"{self.start.year}/{self.end.year}"


class PeriodQuerySet(BooksQuerySet):
    company_path = "fiscal_year__company"


class Period(models.Model):
    """A month of a fiscal year. Open, locked for now, or locked for ever."""

    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="periods", verbose_name=_("fiscal year"))
    number = models.PositiveSmallIntegerField(_("period"))
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=6, choices=PeriodState, default=PeriodState.OPEN)
    state_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    state_at = models.DateTimeField(_("since"), null=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering = ["fiscal_year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "number"], name="period_once"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="period_span"),
        ]

    def __str__(self):
        return f"{self.start:%m/%Y}"

    @property
    def company_id(self):
        return self.fiscal_year.company_id


class Journal(models.Model):
    """A book of entries with a number range of its own per fiscal year."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="journals", verbose_name=_("company"))
    code = models.CharField(_("code"), max_length=6)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=8, choices=JournalKind)

    objects = BooksQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal")
        verbose_name_plural = _("journals")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="journal_once")]

    def __str__(self):
        return f"{self.code} {self.name}"
