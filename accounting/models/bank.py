from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.contacts.calc.iban import grouped
from foundation.documents.choices import ImportState
from foundation.documents.models import Document
from foundation.organisation.models import Company, Person

from ..choices import BankLineState
from .account import Account
from .entry import Entry
from .scope import BooksQuerySet


class BankQuerySet(BooksQuerySet):
    """Who releases payments sees what became of them, though not the books."""

    permission = "accounting.bank:view"


class BankAccount(models.Model):
    """An account of the company at a bank, and the ledger account that stands for it."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    name = models.CharField(_("name"), max_length=80)
    iban = models.CharField(_("IBAN"), max_length=34)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name=_("ledger account"))

    objects = BankQuerySet.as_manager()

    class Meta:
        verbose_name = _("own bank account")
        verbose_name_plural = _("own bank accounts")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["company", "iban"], name="own_bank_account_once"),
            models.UniqueConstraint(fields=["account"], name="own_bank_account_of_ledger"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("accounting:bank_account", args=[self.pk])

    @property
    def iban_in_groups(self):
        return grouped(self.iban)


class BankImport(models.Model):
    """What somebody uploaded: one file, several, or a ZIP of many. Nothing of it counts before it is confirmed."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    name = models.CharField(_("file"), max_length=120)
    file_count = models.PositiveIntegerField(_("files"), default=0)
    fine_count = models.PositiveIntegerField(_("statements"), default=0)
    known_count = models.PositiveIntegerField(_("imported before"), default=0)
    error_count = models.PositiveIntegerField(_("errors"), default=0)
    state = models.CharField(_("state"), max_length=9, choices=ImportState, default=ImportState.READING)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    uploaded_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects = BankQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of statements")
        verbose_name_plural = _("imports of statements")
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("accounting:bank_import", args=[self.pk])


class BankImportFile(models.Model):
    """One uploaded XML file, as the bank made it."""

    batch = models.ForeignKey(BankImport, models.PROTECT, related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.batch_id} {self.document_id}"


class BankImportRowQuerySet(BankQuerySet):
    company_path = "batch__company"


class BankImportRow(models.Model):
    """A statement as it was understood, or one thing that is wrong with a file."""

    audit_exempt = "a copy of the uploaded file, which is kept; the statements made of it are audited"

    class Finding(models.TextChoices):
        FINE = "fine", _("understood")
        WARNING = "warning", _("to be looked at")
        KNOWN = "known", _("imported before")
        LEFT_OUT = "left", _("left out")
        ERROR = "error", _("not understood")

    batch = models.ForeignKey(BankImport, models.CASCADE, related_name="rows")
    file = models.ForeignKey(BankImportFile, models.CASCADE, related_name="+")
    place = models.PositiveIntegerField(_("place in the file"))
    finding = models.CharField(_("finding"), max_length=7, choices=Finding)
    problem = models.TextField(_("reason"), blank=True)
    line = models.PositiveIntegerField(_("line"), null=True)
    value = models.CharField(_("value"), max_length=80, blank=True)
    account = models.ForeignKey(BankAccount, models.CASCADE, null=True, related_name="+", verbose_name=_("account"))
    label = models.CharField(_("statement"), max_length=60, blank=True)
    date_from = models.DateField(_("from"), null=True)
    date_to = models.DateField(_("to"), null=True)
    opening = models.BigIntegerField(_("opening balance"), null=True)
    closing = models.BigIntegerField(_("closing balance"), null=True)
    line_count = models.PositiveIntegerField(_("bookings"), null=True)

    objects = BankImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.batch_id}:{self.pk}"

    @property
    def is_taken(self):
        return self.finding in (self.Finding.FINE, self.Finding.WARNING)


class BankStatementQuerySet(BankQuerySet):
    company_path = "account__company"

    def visible_to(self, person):
        return super().visible_to(person).filter(complete=True)


class BankStatement(models.Model):
    """A statement as the bank made it. While its lines come in it is not complete and nobody sees it."""

    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="statements", verbose_name=_("account"))
    identification = models.CharField(_("identification"), max_length=60)
    sequence = models.CharField(_("number"), max_length=20, blank=True)
    label = models.CharField(_("statement"), max_length=60)
    date_from = models.DateField(_("from"))
    date_to = models.DateField(_("to"))
    opening = models.BigIntegerField(_("opening balance"))
    closing = models.BigIntegerField(_("closing balance"))
    line_count = models.PositiveIntegerField(_("bookings"))
    fingerprint = models.CharField(_("hash"), max_length=64)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+", verbose_name=_("document"))
    complete = models.BooleanField(_("complete"), default=False)
    imported_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    imported_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects = BankStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("account statement")
        verbose_name_plural = _("account statements")
        ordering = ["-date_to", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "fingerprint"], name="statement_once"),
            models.UniqueConstraint(
                fields=["account", "identification", "sequence", "date_to"], name="statement_number_once"
            ),
            models.CheckConstraint(condition=Q(date_to__gte=models.F("date_from")), name="statement_span"),
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("accounting:bank_statement", args=[self.pk])


class BankLineQuerySet(BankQuerySet):
    company_path = "statement__account__company"

    def visible_to(self, person):
        return super().visible_to(person).filter(statement__complete=True)

    def open(self):
        return self.filter(state=BankLineState.OPEN)


class BankLine(models.Model):
    """One movement of the account, in cents, below zero where money left. What the bank said stays; what became of it
    is its state: open, booked by an entry, or ignored for a reason."""

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines", verbose_name=_("statement"))
    position = models.PositiveIntegerField(_("position"))
    amount = models.BigIntegerField(_("amount"))
    booking_date = models.DateField(_("booking date"))
    value_date = models.DateField(_("value date"))
    name = models.CharField(pgettext_lazy("bank", "counterparty"), max_length=140, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    purpose = models.CharField(_("purpose"), max_length=1000, blank=True)
    end_to_end = models.CharField(_("end-to-end reference"), max_length=140, blank=True)
    mandate = models.CharField(_("mandate"), max_length=140, blank=True)
    bank_reference = models.CharField(_("reference of the bank"), max_length=140, blank=True)
    code = models.CharField(_("transaction code"), max_length=80, blank=True)
    reversal = models.BooleanField(_("reversal"), default=False)
    return_reason = models.CharField(_("reason of the return"), max_length=140, blank=True)
    foreign_amount = models.CharField(_("original amount"), max_length=30, blank=True)
    charges = models.CharField(_("charges"), max_length=30, blank=True)
    name_sound = models.CharField(_("sound of the name"), max_length=140, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=BankLineState, default=BankLineState.OPEN)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, related_name="bank_line", verbose_name=_("entry"))

    objects = BankLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank line")
        verbose_name_plural = _("bank lines")
        ordering = ["booking_date", "pk"]
        indexes = [
            models.Index(fields=["iban", "state"], name="bank_line_by_iban", condition=~Q(iban="")),
            models.Index(fields=["name_sound", "state"], name="bank_line_by_name", condition=~Q(name_sound="")),
            models.Index(fields=["statement", "booking_date"], name="bank_line_open", condition=Q(state="open")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="bank_line_position_once"),
            models.CheckConstraint(
                condition=Q(state="open", entry=None, reason="")
                | Q(state="booked", entry__isnull=False, reason="")
                | (Q(state="ignored", entry=None) & ~Q(reason="")),
                name="bank_line_state_whole",
            ),
        ]

    def __str__(self):
        return f"{self.statement}, {self.position}"

    def get_absolute_url(self):
        return reverse("accounting:bank_line", args=[self.pk])
