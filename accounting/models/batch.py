from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.documents.choices import ImportState
from foundation.documents.models import Document
from foundation.organisation.models import Company, Person

from .scope import BooksQuerySet


class ImportBatch(models.Model):
    """A booking batch from a file. Its entries come into the books together: until the batch is imported nobody sees
    or posts them."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    name = models.CharField(_("file"), max_length=120)
    sha256 = models.CharField(max_length=64, db_index=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    label = models.CharField(_("label"), max_length=80, blank=True)
    date_from = models.DateField(_("from"), null=True)
    date_to = models.DateField(_("to"), null=True)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    error_count = models.PositiveIntegerField(_("errors"), default=0)
    known_count = models.PositiveIntegerField(_("imported before"), default=0)
    state = models.CharField(_("state"), max_length=9, choices=ImportState, default=ImportState.STAGED)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    uploaded_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects = BooksQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("accounting:import", args=[self.pk])


class RowQuerySet(BooksQuerySet):
    company_path = "batch__company"


class ImportRow(models.Model):
    """One row of the file as it was understood, with what is wrong with it. Amounts in cents."""

    audit_exempt = "a copy of the uploaded file, which is kept; the entries made of it are audited"

    class Finding(models.TextChoices):
        FINE = "fine", _("understood")
        KNOWN = "known", _("imported before")
        ERROR = "error", _("not understood")

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"))
    finding = models.CharField(_("finding"), max_length=5, choices=Finding)
    problem = models.TextField(_("reason"), blank=True)
    date = models.DateField(_("date"), null=True)
    debit_account = models.CharField(_("debit"), max_length=9, blank=True)
    credit_account = models.CharField(_("credit"), max_length=9, blank=True)
    amount = models.BigIntegerField(_("amount"), null=True)
    tax = models.CharField(_("tax"), max_length=12, blank=True)
    tax_on = models.CharField(max_length=6, blank=True)
    document_number = models.CharField(_("document no."), max_length=40, blank=True)
    text = models.CharField(_("text"), max_length=200, blank=True)
    service_date = models.DateField(null=True)
    fingerprint = models.CharField(max_length=32, blank=True)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        ordering = ["line", "pk"]
        indexes = [models.Index(fields=["batch", "line"], name="import_row_order")]

    def __str__(self):
        return f"{self.batch_id}:{self.line}"
