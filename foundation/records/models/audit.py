from django.db import models
from django.utils.translation import gettext_lazy as _


class Operation(models.TextChoices):
    INSERT = "insert", _("created")
    UPDATE = "update", _("changed")
    DELETE = "delete", _("deleted")
    EVENT = "event", _("event")


class AuditEvent(models.Model):
    """One thing that happened to one row. Written by triggers and by `happened`; plain ids, so it survives its subject.

    `transaction` orders events on PostgreSQL, where ids of open transactions may still appear below committed ones.
    """

    audit_exempt = "is the audit trail"

    at = models.DateTimeField(_("time"))
    transaction = models.BigIntegerField()
    operation = models.CharField(_("operation"), max_length=6, choices=Operation)
    verb = models.CharField(_("verb"), max_length=80, blank=True)
    table = models.CharField(_("table"), max_length=80, db_column="table_name")
    key = models.CharField(_("key"), max_length=64, db_column="row_key")
    person_id = models.BigIntegerField(_("person"), null=True)
    actor = models.CharField(_("actor"), max_length=80)
    session = models.CharField(max_length=64, blank=True)
    request = models.CharField(_("request"), max_length=64, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes = [
            models.Index(fields=["table", "key", "id"], name="audit_row"),
            models.Index(fields=["person_id", "id"], name="audit_person"),
            models.Index(fields=["transaction"], name="audit_transaction"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self):
        return f"{self.pk} {self.verb or self.operation} {self.table} {self.key}"


class AuditPayload(models.Model):
    """The row before and after, as JSON text. Apart from its event so that the law can have it erased; the salted
    digest in the event keeps the chain whole."""

    audit_exempt = "is the audit trail"

    event = models.OneToOneField(
        AuditEvent, models.PROTECT, primary_key=True, related_name="payload", db_constraint=False
    )
    salt = models.CharField(max_length=36)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        verbose_name = _("audit payload")
        verbose_name_plural = _("audit payloads")

    def __str__(self):
        return f"payload of {self.event_id}"


class AuditSeal(models.Model):
    """A link of the chain: which events it covers, a leaf for each of them, and the hash over it all and the link before."""

    audit_exempt = "is the audit trail"

    at = models.DateTimeField(_("time"))
    next_transaction = models.BigIntegerField()
    last_event = models.BigIntegerField()
    ranges = models.TextField()
    leaves = models.TextField()
    count = models.IntegerField(_("events"))
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(_("seal"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")

    def __str__(self):
        return f"{self.pk}: {self.hash[:16]}"
