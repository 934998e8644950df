from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person

from .choices import Way


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, person):
        """One's own and nobody else's."""
        return self.filter(person=person) if person else self.none()

    def unread(self):
        return self.filter(read_at=None)

    def for_digest(self):
        """What is read in the portal first needs no mail any more."""
        return self.filter(way=Way.DIGEST, sent_at=None, read_at=None)


class Notice(models.Model):
    """A message of the portal to one person, in that person's language. `url` is an address inside the portal."""

    audit_exempt = "tells of something that is audited itself"

    person = models.ForeignKey(Person, models.PROTECT, related_name="notices", verbose_name=_("person"))
    title = models.CharField(_("title"), max_length=200)
    url = models.CharField(_("address"), max_length=300)
    kind = models.CharField(_("kind"), max_length=40, default="general")
    way = models.CharField(_("way"), max_length=6, choices=Way, default=Way.PORTAL)
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
            models.Index(
                fields=["person"], name="notice_for_digest", condition=Q(way=Way.DIGEST, sent_at=None, read_at=None)
            ),
        ]

    def __str__(self):
        return self.title


class NoticeChoice(models.Model):
    """How a person wants to hear of one kind of notices."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=40)
    way = models.CharField(_("way"), max_length=6, choices=Way)

    class Meta:
        verbose_name = _("choice about notices")
        verbose_name_plural = _("choices about notices")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="notice_choice_once")]

    def __str__(self):
        return f"{self.kind}: {self.way}"


class DigestHour(models.Model):
    """When a person wants the one mail of the day."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="digest_hour", verbose_name=_("person"))
    hour = models.PositiveSmallIntegerField(_("hour"))

    class Meta:
        verbose_name = _("hour of the digest")
        verbose_name_plural = _("hours of the digest")
        constraints = [models.CheckConstraint(condition=Q(hour__lte=23), name="digest_hour_of_a_day")]

    def __str__(self):
        return f"{self.hour}:00"
