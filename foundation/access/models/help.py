from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person

from ..choices import Lost, RequestState


class HelpQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(person__in=Person.objects.visible_to(person))


class SignInHelp(models.Model):
    """Somebody cannot sign in any more. One administrator asks for help, another one gives it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="sign_in_helps", verbose_name=_("person"))
    lost = models.CharField(_("lost"), max_length=8, choices=Lost)
    reason = models.CharField(_("reason"), max_length=200)
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("requested by"))
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=9, choices=RequestState, default=RequestState.REQUESTED)
    link_shown_at = models.DateTimeField(_("link shown"), null=True)

    objects = HelpQuerySet.as_manager()

    class Meta:
        verbose_name = _("help with signing in")
        verbose_name_plural = _("helps with signing in")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(requested_by=F("person")), name="help_not_for_oneself"),
            models.UniqueConstraint(fields=["person", "lost"], condition=Q(state="requested"), name="help_asked_once"),
        ]

    def __str__(self):
        return _("{lost} of {person}").format(lost=self.get_lost_display(), person=self.person)

    def approval_payload(self):
        return {
            "person": self.person_id,
            "lost": self.lost,
            "reason": self.reason,
            "requested_by": self.requested_by_id,
        }
