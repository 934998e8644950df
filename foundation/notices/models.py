from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own and nobody else's."""
        return self.filter(person=person) if person else self.none()

    def unread(self):
        return self.filter(read_at=None)


class Notice(models.Model):
    """A message of the portal to one person, in that person's language. `url` is an address inside the portal."""

    audit_exempt = "tells of something that is audited itself"

    person = models.ForeignKey(Person, models.PROTECT, related_name="notices", verbose_name=_("person"))
    title = models.CharField(_("title"), max_length=200)
    url = models.CharField(_("address"), max_length=300)
    created_at = models.DateTimeField(_("created"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent by e-mail"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None)),
        ]

    def __str__(self):
        return self.title
