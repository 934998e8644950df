from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person


class CalendarFeed(models.Model):
    """A secret address at which a calendar program reads what concerns one person. Of the secret only a hash is kept."""

    audit_secrets = ("token_hash",)

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    fetched_at = models.DateTimeField(_("last fetched"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints = [
            models.UniqueConstraint(fields=["person"], name="calendar_feed_once", condition=Q(revoked_at=None))
        ]

    def __str__(self):
        return f"{self.person} {self.created_at:%d.%m.%Y}"
