from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Company, Person, Unit

from ..choices import GrantSource, RequestState
from .role import Role

GRACE = timedelta(days=14)


class Span(models.Model):
    """Who gets which role, where and for how long. `valid_to` is the last day, inclusive."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="%(class)ss", verbose_name=_("person"))
    role = models.ForeignKey(Role, models.PROTECT, related_name="%(class)ss", verbose_name=_("role"))
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("only in company")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("only in unit")
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        abstract = True


class GrantQuerySet(models.QuerySet):
    def valid(self, on):
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


class RoleGrant(Span):
    """A role held by a person. Made from an approved request only; ended, never deleted or prolonged."""

    source = models.CharField(_("source"), max_length=8, choices=GrantSource)
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("requested by"))
    approved_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("approved by"))
    deputy = models.ForeignKey(
        "access.Deputy", models.PROTECT, null=True, related_name="grants", verbose_name=_("as deputy")
    )
    request = models.OneToOneField(
        "access.RoleRequest", models.PROTECT, null=True, related_name="grant", verbose_name=_("request")
    )
    closed_at = models.DateTimeField(_("closed"), null=True)  # by the portal: a clock put back opens nothing again
    granted_at = models.DateTimeField(_("granted"), auto_now_add=True)
    recertified_on = models.DateField(_("recertified"), null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("granted role")
        verbose_name_plural = _("granted roles")
        ordering = ["-valid_from", "pk"]
        indexes = [models.Index(fields=["person", "valid_from"], name="grant_of_person")]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="grant_span"),
            models.CheckConstraint(condition=~Q(approved_by=F("person")), name="grant_not_by_receiver"),
            models.CheckConstraint(condition=~Q(requested_by=F("person")), name="grant_not_asked_by_receiver"),
            models.CheckConstraint(
                condition=~Q(approved_by=F("requested_by")) | Q(source=GrantSource.FOUNDING), name="grant_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(source=GrantSource.DEPUTY, deputy__isnull=False, valid_to__isnull=False)
                | ~Q(source=GrantSource.DEPUTY) & Q(deputy=None),
                name="grant_of_deputy",
            ),
        ]

    def __str__(self):
        return f"{self.person} – {self.role_id}"

    @cached_property
    def looked_at_on(self):
        """When somebody last said that this role is needed; whoever approved it was the first."""
        return self.recertified_on or timezone.localdate(self.granted_at)

    @property
    def has_ended(self):
        return self.closed_at is not None or self.valid_to is not None and self.valid_to < timezone.localdate()

    @property
    def recertification_due(self):
        return self.looked_at_on + timedelta(days=self.role.recertification_days)

    def is_overdue(self, on):
        """R18: beyond the grace the role is suspended. `policy` knows the one exception."""
        return on > self.recertification_due + GRACE


class RequestQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(person__in=Person.objects.visible_to(person))


class RoleRequest(Span):
    """Somebody asks that a person may hold a role. The subject of an approval."""

    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("requested by"))
    appointment = models.ForeignKey(
        "access.Appointment", models.PROTECT, null=True, related_name="requests", verbose_name=_("appointment")
    )
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=9, choices=RequestState, default=RequestState.REQUESTED)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("role request")
        verbose_name_plural = _("role requests")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="request_span"),
            models.CheckConstraint(condition=~Q(requested_by=F("person")), name="request_not_for_oneself"),
        ]

    def __str__(self):
        if self.company:
            sentence = _("{role} for {person}, only in {company}")
            return sentence.format(role=self.role, person=self.person, company=self.company)
        return _("{role} for {person}").format(role=self.role, person=self.person)

    def approval_payload(self):
        return {
            "person": self.person_id,
            "role": self.role_id,
            "company": self.company_id,
            "unit": self.unit_id,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "requested_by": self.requested_by_id,
        }
