from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person

from ..choices import ApprovalState, Vote, VotingSide
from .subject import Subject


class Approval(models.Model):
    """A decision that needs other eyes. Holds for exactly the payload it was asked for: any later edit voids it.

    `sides` are those whose votes it needs (R24), one of each; empty where any other eyes will do.
    """

    kind = models.CharField(_("kind"), max_length=40)
    subject_table = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=64)
    payload_hash = models.CharField(max_length=64)
    title = models.CharField(_("subject"), max_length=200)
    sides = models.CharField(_("votes of"), max_length=20, blank=True)
    maker = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=9, choices=ApprovalState, default=ApprovalState.PENDING)
    decided_at = models.DateTimeField(_("decided"), null=True)

    subject = Subject()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_table", "subject_key"],
                condition=models.Q(state="pending"),
                name="approval_pending_once",
            )
        ]

    def __str__(self):
        return self.title


class ApprovalVote(models.Model):
    approval = models.ForeignKey(Approval, models.PROTECT, related_name="votes", verbose_name=_("approval"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    vote = models.CharField(_("vote"), max_length=3, choices=Vote)
    side = models.CharField(_("side"), max_length=5, choices=VotingSide, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["approval", "person"], name="vote_once"),
            models.UniqueConstraint(fields=["approval", "side"], condition=~models.Q(side=""), name="vote_once_a_side"),
        ]

    def __str__(self):
        return f"{self.person}: {self.vote}"
