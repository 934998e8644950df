from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.choices import Side
from foundation.organisation.models import Person

from ..choices import Decision
from .grant import RoleGrant
from .role import Role


class Recertification(models.Model):
    """A campaign: does each holder of these roles still need them? Asked of all roles of a side, or of one role."""

    side = models.CharField(_("side"), max_length=7, choices=Side, blank=True)
    role = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("role"))
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("reviewer"))
    stand_in = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewer of the reviewer")
    )
    started_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("started by")
    )  # None: the portal itself
    started_on = models.DateField(_("started"))
    due_on = models.DateField(_("due"))
    closed_on = models.DateField(_("closed"), null=True)

    class Meta:
        verbose_name = _("recertification")
        verbose_name_plural = _("recertifications")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side="", role__isnull=False) | ~Q(side="") & Q(role=None), name="recertification_of_one"
            ),
            models.CheckConstraint(condition=~Q(stand_in=F("reviewer")), name="recertification_two_reviewers"),
            models.CheckConstraint(condition=Q(due_on__gte=F("started_on")), name="recertification_span"),
        ]

    def __str__(self):
        return _("Recertification: {what}").format(what=self.role or self.get_side_display())


class RecertificationItem(models.Model):
    """One role that one person holds. The decision can be taken back until it is signed; then it counts."""

    recertification = models.ForeignKey(
        Recertification, models.PROTECT, related_name="items", verbose_name=_("recertification")
    )
    grant = models.ForeignKey(
        RoleGrant, models.PROTECT, related_name="recertifications", verbose_name=_("granted role")
    )
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("reviewer"))
    decision = models.CharField(_("decision"), max_length=6, choices=Decision, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    together = models.BooleanField(_("kept together with others"), default=False)
    signed_on = models.DateField(_("signed"), null=True)

    class Meta:
        verbose_name = _("role under recertification")
        verbose_name_plural = _("roles under recertification")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["grant"], condition=Q(signed_on=None), name="recertified_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, signed_on=None)
                | ~Q(decision="") & Q(decided_at__isnull=False),
                name="recertification_decided",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.CHANGE) | ~Q(reason=""), name="recertification_change_has_reason"
            ),
        ]

    def __str__(self):
        return f"{self.grant}: {self.get_decision_display() or _('open')}"
