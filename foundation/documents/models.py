from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Company, Person

from .choices import Retention


class Document(models.Model):
    """A file that belongs to something. Its bytes lie under `storage_name` outside the web root and never change."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="documents", verbose_name=_("company"))
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    name = models.CharField(_("name"), max_length=120)
    media_type = models.CharField(_("kind"), max_length=100)
    storage_name = models.CharField(max_length=32, unique=True)
    subject_table = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded"))
    retention_class = models.CharField(_("retention"), max_length=7, choices=Retention)
    retain_until = models.DateField(_("kept until"))
    hold = models.BooleanField(_("must not be deleted"), default=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_table", "subject_key"], name="document_of_subject")]
        constraints = [models.CheckConstraint(condition=models.Q(size__gt=0), name="document_not_empty")]

    def __str__(self):
        return self.name
