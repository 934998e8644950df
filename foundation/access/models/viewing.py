from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person

LONGEST = timedelta(minutes=30)


class Viewing(models.Model):
    """R21: somebody looks at the portal as another person sees it, for half an hour at most, and writes nothing."""

    viewer = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who looks"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("as whom"))
    reason = models.CharField(_("reason"), max_length=200)
    began_at = models.DateTimeField(_("begun"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("look as another person")
        verbose_name_plural = _("looks as another person")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(viewer=F("person")), name="viewing_of_another"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="viewing_span"),
        ]

    def __str__(self):
        return _("{viewer} as {person}").format(viewer=self.viewer, person=self.person)

    @property
    def ends_at(self):
        return self.began_at + LONGEST

    def holds(self, at):
        """A clock that is put back ends it too."""
        return self.ended_at is None and self.began_at <= at < self.ends_at
