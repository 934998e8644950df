from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person

from ..choices import RequestState
from .role import Role


class DeputyQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Of the colleagues that one may see, and those that concern oneself."""
        return self.filter(
            Q(principal__in=Person.objects.visible_to(person)) | Q(principal=person) | Q(person=person)
        ).distinct()

    def of(self, person):
        """What concerns him: those for him, by him, and asked by him."""
        return self.filter(Q(principal=person) | Q(person=person) | Q(requested_by=person))

    def in_force(self, on):
        return self.filter(
            Q(ended_on=None) | Q(ended_on__gte=on), state=RequestState.GRANTED, valid_from__lte=on, valid_to__gte=on
        )


class Deputy(models.Model):
    """Somebody stands in for somebody else for a while, with some of the roles that this one holds (R07).

    What the deputy does he does under his own name. Once another person approved, the grants are made from it.
    """

    principal = models.ForeignKey(Person, models.PROTECT, related_name="deputies", verbose_name=_("principal"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="deputyships", verbose_name=_("deputy"))
    roles = models.ManyToManyField(Role, related_name="+", verbose_name=_("roles"))
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("requested by"))
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=9, choices=RequestState, default=RequestState.REQUESTED)
    ended_on = models.DateField(_("ended early with"), null=True)

    approval_reads = ("roles",)
    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="deputy_span"),
            models.CheckConstraint(condition=~Q(person=F("principal")), name="deputy_is_another"),
            models.CheckConstraint(condition=~Q(requested_by=F("person")), name="deputy_not_for_oneself"),
        ]

    def __str__(self):
        return _("{deputy} for {principal}").format(deputy=self.person, principal=self.principal)

    @property
    def last_day(self):
        return min(self.valid_to, self.ended_on or self.valid_to)

    def approval_payload(self):
        return {
            "principal": self.principal_id,
            "person": self.person_id,
            "roles": sorted(self.roles.values_list("pk", flat=True)),
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "requested_by": self.requested_by_id,
        }
