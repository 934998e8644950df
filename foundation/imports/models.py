from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.documents.choices import ImportState
from foundation.documents.models import Document
from foundation.organisation.models import Company, Person

from . import kinds


class ImportQuerySet(models.QuerySet):
    path = ""

    def visible_to(self, person):
        """For whom may bring such rows in, in that company; others have no business with the file."""
        companies = Company.objects.visible_to(person)
        seen = models.Q(pk__in=[])
        for kind in kinds.registered():
            reach = [one for one in companies if can(person, kind.permission, TableImport(company=one))]
            seen |= models.Q(**{f"{self.path}kind": kind.code, f"{self.path}company__in": reach})
        return self.filter(seen)


class RowQuerySet(ImportQuerySet):
    path = "batch__"


class TableImport(models.Model):
    """A table from a file, on its way into a room."""

    kind = models.CharField(_("kind"), max_length=40)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    name = models.CharField(_("file"), max_length=120)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    unknown = models.CharField(_("ignored columns"), max_length=500, blank=True)
    fine_count = models.PositiveIntegerField(_("understood"), default=0)
    known_count = models.PositiveIntegerField(_("known"), default=0)
    error_count = models.PositiveIntegerField(_("errors"), default=0)
    state = models.CharField(_("state"), max_length=9, choices=ImportState, default=ImportState.READING)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    uploaded_at = models.DateTimeField(_("time"), auto_now_add=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a table")
        verbose_name_plural = _("imports of tables")
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        kind = kinds.get(self.kind)
        return reverse(f"{kind.app}:{kind.name}", args=[self.pk])


class TableImportRow(models.Model):
    """One row of the file: its cells as texts by the name of their column, and what is wrong with it."""

    audit_exempt = "a copy of the uploaded file, which is kept; what is made of it is audited"

    class Finding(models.TextChoices):
        FINE = "fine", _("understood")
        KNOWN = "known", _("known")
        ERROR = "error", _("not understood")
        DONE = "done", _("imported")

    batch = models.ForeignKey(TableImport, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("row"))
    finding = models.CharField(_("finding"), max_length=5, choices=Finding)
    problem = models.TextField(_("reason"), blank=True)
    cells = models.JSONField(default=dict)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a table")
        verbose_name_plural = _("rows of tables")
        ordering = ["line", "pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="table_row_once")]

    def __str__(self):
        return f"{self.batch_id}:{self.line}"
