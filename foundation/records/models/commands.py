from django.db import models
from django.utils.translation import gettext_lazy as _


class Command(models.Model):
    """A form that was sent: its key is made by the server, so the same form sent twice does nothing twice."""

    audit_exempt = "bookkeeping of forms; what the form did is audited"

    id = models.UUIDField(primary_key=True)
    person_id = models.BigIntegerField(null=True)
    permission = models.CharField(max_length=80)
    body_hash = models.CharField(max_length=64)
    result = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("command")
        verbose_name_plural = _("commands")

    def __str__(self):
        return str(self.id)
