from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxEvent(models.Model):
    """News from one department that others listen to. Delivered by the jobs room, at least once per listener."""

    audit_exempt = "carries an audit event onwards"

    verb = models.CharField(max_length=80)
    subject_table = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("outbox event")
        verbose_name_plural = _("outbox events")
        indexes = [models.Index(fields=["id"], name="outbox_waiting", condition=models.Q(delivered_at=None))]

    def __str__(self):
        return f"{self.pk} {self.verb}"
