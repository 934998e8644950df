from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person

from ..choices import Way
from .subject import Subject


class Takeover(models.Model):
    """What waited for somebody who has left waits for somebody else now, by name."""

    duty = models.CharField(_("kind"), max_length=40)
    subject_table = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=64)
    leaver = models.ForeignKey(Person, models.PROTECT, related_name="left_behind", verbose_name=_("taken over from"))
    taker = models.ForeignKey(Person, models.PROTECT, related_name="takeovers", verbose_name=_("taken over by"))
    way = models.CharField(_("because"), max_length=13, choices=Way)
    at = models.DateTimeField(_("taken over"), auto_now_add=True)

    subject = Subject()

    class Meta:
        verbose_name = _("takeover")
        verbose_name_plural = _("takeovers")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["taker", "duty"], name="takeover_of_taker"),
            models.Index(fields=["subject_table", "subject_key"], name="takeover_about"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(taker=F("leaver")), name="takeover_by_another")]

    def __str__(self):
        return _("{taker} takes over from {leaver}").format(taker=self.taker, leaver=self.leaver)
