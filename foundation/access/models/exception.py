from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person

from ..choices import Profile, RequestState
from .role import Role

LONGEST = timedelta(days=90)


class ProfileChange(models.Model):
    """How strictly the installation separates. The last granted one counts; before the first it is `standard`."""

    profile = models.CharField(_("profile"), max_length=8, choices=Profile)
    reason = models.CharField(_("reason"), max_length=200)
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("requested by"))
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=9, choices=RequestState, default=RequestState.REQUESTED)

    class Meta:
        verbose_name = _("change of the separation profile")
        verbose_name_plural = _("changes of the separation profile")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="requested"), name="profile_asked_once")
        ]

    def __str__(self):
        return _("Separation profile: {profile}").format(profile=self.get_profile_display())

    def approval_payload(self):
        return {"profile": self.profile, "reason": self.reason, "requested_by": self.requested_by_id}


class SeparationException(models.Model):
    """A very small firm lets one person hold two roles that exclude each other: in writing, with what makes up for it, for
    ninety days at most, approved by the management."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="exceptions", verbose_name=_("person"))
    role_a = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name=_("role"))
    role_b = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name=_("conflicting role"))
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)
    control = models.CharField(_("compensating control"), max_length=200)
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("requested by"))
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=9, choices=RequestState, default=RequestState.REQUESTED)

    class Meta:
        verbose_name = _("exception from separation")
        verbose_name_plural = _("exceptions from separation")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role_a__lt=F("role_b")), name="exception_in_order"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="exception_span"),
            models.CheckConstraint(condition=~Q(requested_by=F("person")), name="exception_not_for_oneself"),
        ]

    def __str__(self):
        return _("{person}: {role} with {other}").format(person=self.person, role=self.role_a, other=self.role_b)

    def approval_payload(self):
        return {
            "person": self.person_id,
            "role_a": self.role_a_id,
            "role_b": self.role_b_id,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "reason": self.reason,
            "control": self.control,
            "requested_by": self.requested_by_id,
        }
