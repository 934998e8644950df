from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.documents.choices import ImportState
from foundation.documents.models import Document
from foundation.organisation.models import Company, Person

from ..choices import EntryState
from .account import Account
from .batch import ImportBatch
from .books import FiscalYear, Journal, Period
from .scope import BooksQuerySet
from .tax import TaxCode


def number_text(journal, year, number):
    return f"{journal}-{year}-{number:05d}"


class EntryQuerySet(BooksQuerySet):
    def visible_to(self, person):
        """Entries of a batch that is still being imported are not there yet."""
        return super().visible_to(person).filter(Q(batch=None) | Q(batch__state=ImportState.IMPORTED))

    def drafts(self):
        return self.filter(state=EntryState.DRAFT)

    def posted(self):
        return self.filter(state=EntryState.POSTED)


class Entry(models.Model):
    """A booking. A draft may be edited; posting (Festschreibung, § 146 Abs. 4 AO) gives it its number for ever.

    The hash covers all legally relevant fields and the entry before it in the same journal and year.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    journal = models.ForeignKey(Journal, models.PROTECT, related_name="entries", verbose_name=_("journal"))
    fiscal_year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="+", verbose_name=_("fiscal year"))
    period = models.ForeignKey(Period, models.PROTECT, related_name="entries", verbose_name=_("period"))
    state = models.CharField(_("state"), max_length=6, choices=EntryState, default=EntryState.DRAFT)
    number = models.PositiveIntegerField(_("number"), null=True)
    posting_date = models.DateField(_("posting date"))
    document_date = models.DateField(_("document date"))
    service_date = models.DateField(_("service date"), null=True, blank=True)
    document_number = models.CharField(_("document no."), max_length=40, blank=True)
    text = models.CharField(_("text"), max_length=200)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    total = models.BigIntegerField(_("amount"), default=0)
    captured_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("captured by"))
    captured_at = models.DateTimeField(_("captured"), auto_now_add=True)
    posted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("posted by"))
    posted_at = models.DateTimeField(_("posted"), null=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, related_name="entries", verbose_name=_("import"))
    fingerprint = models.CharField(_("fingerprint of the imported row"), max_length=32, blank=True)
    previous_hash = models.CharField(_("hash of the entry before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64, blank=True)
    hash_version = models.PositiveSmallIntegerField(_("version of the hash"), default=1)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["company", "posting_date", "id"], name="entry_by_date"),
            models.Index(fields=["company", "fingerprint"], name="entry_known", condition=~Q(fingerprint="")),
            models.Index(
                fields=["company", "document_number"],
                opclasses=["int8_ops", "text_pattern_ops"],
                name="entry_of_document",
            ),
            models.Index(fields=["company", "total"], name="entry_of_amount"),
            models.Index(fields=["company", "id"], name="entry_drafts", condition=Q(state="draft")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["journal", "fiscal_year", "number"], name="entry_number_once"),
            models.CheckConstraint(
                condition=Q(state="draft", number=None, posted_by=None, posted_at=None)
                | Q(state="posted", number__gt=0, posted_by__isnull=False, posted_at__isnull=False),
                name="entry_posted_whole",
            ),
        ]

    def __str__(self):
        return self.full_number or f"{_('draft')} {self.pk}"

    def get_absolute_url(self):
        return reverse("accounting:entry", args=[self.pk])

    @property
    def full_number(self):
        return number_text(self.journal.code, self.fiscal_year, self.number) if self.number else ""

    @property
    def is_posted(self):
        return self.state == EntryState.POSTED


class LineQuerySet(BooksQuerySet):
    company_path = "entry__company"


class Line(models.Model):
    """One side of a booking, in cents. Exactly one of debit and credit is above zero.

    It carries the day of its entry, so that an account is read along one index; guards keep the two equal.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="lines", db_index=False, verbose_name=_("entry"))
    position = models.PositiveSmallIntegerField(_("position"))
    posting_date = models.DateField(_("posting date"))
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="lines", db_index=False, verbose_name=_("account")
    )
    debit = models.BigIntegerField(_("debit"), default=0)
    credit = models.BigIntegerField(_("credit"), default=0)
    tax_code = models.ForeignKey(
        TaxCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tax code")
    )
    tax_base = models.BigIntegerField(_("tax base"), null=True)
    of_tax = models.BooleanField(_("tax line"), default=False)
    cost_centre = models.CharField(_("cost centre"), max_length=20, blank=True)
    text = models.CharField(_("text"), max_length=200, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ["entry", "position"]
        indexes = [models.Index(fields=["account", "posting_date", "id"], name="line_of_account")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="line_position_once"),
            models.CheckConstraint(
                condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0), name="line_on_one_side"
            ),
        ]

    def __str__(self):
        return f"{self.entry_id}/{self.position}"

    @property
    def amount(self):
        return self.debit - self.credit


class EntryEditor(models.Model):
    """Somebody changed a draft: with four eyes he does not post it either (R03). Outlives a discarded draft."""

    entry = models.ForeignKey(Entry, models.DO_NOTHING, related_name="editors", db_constraint=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="editor_once")]

    def __str__(self):
        return f"{self.entry_id} {self.person_id}"


class EntryDocument(models.Model):
    """A document that belongs to an entry. Those attached before posting are part of its hash."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField(_("attached"), auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "document"], name="entry_document_once")]

    def __str__(self):
        return f"{self.entry_id} {self.document_id}"
