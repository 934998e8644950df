"""Written exceptions of very small firms, and the profile that allows them. Two people for each of both."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError, Conflict
from foundation.organisation.models import Person
from foundation.records.actor import acting
from foundation.records.audit import happened

from .. import approvals, row_security
from ..choices import Profile, RequestState
from ..gate import check
from ..guards.exception import NEVER_OPENED
from ..models import ConflictPair, ProfileChange, RoleGrant, SeparationException
from ..models.exception import LONGEST
from ..queries.exceptions import exceptions_in_force, profile_today
from .requests import move_request

ASK, APPROVE = "access.exception:ask", "access.exception:approve"
ASK_PROFILE, APPROVE_PROFILE = "access.profile:ask", "access.profile:approve"
NEEDS_ROW_SECURITY = _("The strict profile needs the wall inside the database too: PostgreSQL with ROW_SECURITY=true.")


def request_profile(*, by, profile, reason):
    with acting(by, reason):
        check(by, ASK_PROFILE)
        if profile == profile_today():
            raise BusinessError("access.profile", _("This profile holds already."), field="profile")
        if ProfileChange.objects.filter(state=RequestState.REQUESTED).exists():
            raise Conflict("access.profile", _("Another profile was asked for already."))
        _can_hold(profile)
        change = ProfileChange.objects.create(profile=profile, reason=reason, requested_by=by)
        approvals.ask(PROFILE, change, by=by)
        return change


def _can_hold(profile):
    """The strict one stands on both walls."""
    if profile == Profile.STRICT and not row_security.is_on():
        raise BusinessError("access.profile_strict", NEEDS_ROW_SECURITY, field="profile")


def request_exception(*, by, person, roles, valid_from, valid_to, reason, control):
    """`roles` are two that exclude each other. BusinessError where their rule is never opened, or the firm is not small."""
    with acting(by, reason):
        check(by, ASK)
        if person.pk == by.pk:
            raise BusinessError("access.for_oneself", _("Nobody asks for an exception for himself."), rule="R08")
        role_a, role_b = sorted(roles, key=lambda role: role.pk)
        pair = ConflictPair.objects.filter(role_a=role_a, role_b=role_b).first()
        if pair is None:
            raise BusinessError(
                "access.never_opened", _("These two roles go together without an exception."), field="other"
            )
        if pair.rule in NEVER_OPENED:
            sentence = _("Rule {rule} is never opened.").format(rule=pair.rule)
            raise BusinessError("access.never_opened", sentence, field="other", rule=pair.rule)
        if profile_today() != Profile.SMALL:
            raise BusinessError(
                "access.not_small", _("Exceptions are written only where the profile is that of a very small firm.")
            )
        if valid_to < valid_from:
            raise BusinessError("access.span", _("The last day lies before the first."), field="valid_to")
        if valid_to - valid_from > LONGEST:
            raise BusinessError("access.too_long", _("An exception holds for ninety days at most."), field="valid_to")
        exception = SeparationException.objects.create(
            person=person, role_a=role_a, role_b=role_b, valid_from=valid_from, valid_to=valid_to, reason=reason,
            control=control, requested_by=by,
        )  # fmt: skip
        approvals.ask(EXCEPTION, exception, by=by)
        return exception


def end_exception(exception, *, by):
    """Today, together with the role that leans on it: the one granted last."""
    with acting(by):
        check(by, ASK)
        _end(exception)


def _end(exception):
    today = timezone.localdate()
    Person.objects.select_for_update().get(pk=exception.person_id)
    pair = [exception.role_a_id, exception.role_b_id]
    held = RoleGrant.objects.valid(today).filter(person=exception.person_id, role__in=pair)
    later = held.order_by("granted_at", "pk").last()
    if later is not None and held.values("role").distinct().count() == len(pair):
        RoleGrant.objects.filter(pk=later.pk).update(valid_to=today)
        happened("access.grant.ended", subject=later, on=today)
    last = max(today, exception.valid_from)
    SeparationException.objects.filter(pk=exception.pk, valid_to__gt=last).update(valid_to=last)
    happened("access.exception.ended", subject=exception, on=last)


def _profile_approved(change, approval, by):
    """Whoever leaves the smallest profile leaves its exceptions with it."""
    _can_hold(change.profile)
    if change.profile != Profile.SMALL:
        for exception in exceptions_in_force(timezone.localdate()):
            _end(exception)
    move_request(change, "grant")
    happened("access.profile.changed", subject=change, profile=change.profile)


def _approved(exception, approval, by):
    if profile_today() != Profile.SMALL:
        raise Conflict(
            "access.not_small", _("Exceptions are written only where the profile is that of a very small firm.")
        )
    move_request(exception, "grant")
    happened("access.exception.granted", subject=exception, control=exception.control)


def _rejected(subject, approval, by):
    move_request(subject, "refuse")


PROFILE = approvals.Kind(
    code="access.profile",
    label=_("Separation profile"),
    permission=APPROVE_PROFILE,
    approved=_profile_approved,
    rejected=_rejected,
)
EXCEPTION = approvals.Kind(
    code="access.exception",
    label=_("Exception from separation"),
    permission=APPROVE,
    approved=_approved,
    rejected=_rejected,
    facts=lambda exception: (
        (_("Compensating control"), exception.control),
        (_("Valid from"), exception.valid_from),
        (_("Valid until"), exception.valid_to),
    ),
)
