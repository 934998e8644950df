from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person

from ..choices import Finding, Glass

LONGEST = 240  # minutes


class BreakGlass(models.Model):
    """R10: technical rights for a named person, a reason and four hours at most. Approved before, or, broken alone,
    reviewed within a working day; reviewed by another person in any case."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="break_glasses", verbose_name=_("person"))
    reason = models.CharField(_("reason"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    alone = models.BooleanField(_("without approval before"), default=False)
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=9, choices=Glass, default=Glass.REQUESTED)
    begun_at = models.DateTimeField(_("begun"), null=True)
    seen_at = models.DateTimeField(_("last seen in force"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    review_due = models.DateField(_("review due"), null=True)
    reviewer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("reviewer"))
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)
    finding = models.CharField(_("finding"), max_length=8, choices=Finding, blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("break-glass access")
        verbose_name_plural = _("break-glass accesses")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__range=(1, LONGEST)), name="glass_four_hours"),
            models.CheckConstraint(condition=~Q(reviewer=F("person")), name="glass_reviewed_by_another"),
            models.CheckConstraint(
                condition=Q(state__in=[Glass.OPEN, Glass.ENDED], begun_at__isnull=False, review_due__isnull=False)
                | Q(state__in=[Glass.REQUESTED, Glass.REFUSED, Glass.WITHDRAWN], begun_at=None),
                name="glass_begun",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=[Glass.REQUESTED, Glass.OPEN]), name="glass_once"
            ),
        ]

    def __str__(self):
        return _("Break-glass {number} of {person}").format(number=self.pk, person=self.person)

    @property
    def ends_at(self):
        return self.begun_at and self.begun_at + timedelta(minutes=self.minutes)

    def approval_payload(self):
        return {"person": self.person_id, "reason": self.reason, "minutes": self.minutes}
