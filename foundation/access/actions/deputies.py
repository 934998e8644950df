"""Deputies: named by the principal, the head or the administration, approved by another person, ended by themselves (R07)."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.dates import format_date
from foundation.lib.errors import BusinessError, Conflict
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from .. import approvals
from ..choices import GrantSource, RequestState, TermCode
from ..decisions import Denied, Deny
from ..gate import check
from ..models import Deputy, RoleGrant, SeparationRule
from ..policy import can
from ..queries.grants import clashing_grant
from ..queries.heads import leads
from ..queries.terms import days_of
from .requests import move_request, withdraw_request

NAME, APPROVE, ADMINISTER = "access.deputy:name", "access.deputy:approve", "access.grant:request"


def name_deputy(*, by, principal, person, roles, valid_from, valid_to, reason):
    """`person` stands in for `principal` with these of his roles. Counts once another person approved it.

    BusinessError R07 with the rule and the role in the way, where all roles together would break one.
    """
    with acting(by, reason):
        check(by, NAME)
        _may_name(by, principal, person)
        _span_fits(valid_from, valid_to)
        for role in roles:
            _would_it_hold(person, role, valid_from, valid_to)
        with guards.speaking():
            deputy = Deputy.objects.create(
                principal=principal, person=person, valid_from=valid_from, valid_to=valid_to, reason=reason, requested_by=by
            )  # fmt: skip
            deputy.roles.add(*roles)
        approvals.ask(DEPUTY, deputy, by=by)
        return deputy


def end_deputy(deputy, *, by, on):
    """With the day `on`, early. Taking rights away needs no second person."""
    with acting(by):
        check(by, NAME)
        if not may_end(by, deputy):
            raise Denied(Deny("R08", _("Only who is concerned, the head or the administration ends this.")))
        if deputy.state == RequestState.REQUESTED:
            withdraw_request(deputy, by=by)
        else:
            end_lent_roles(deputy, on=on)


def end_lent_roles(deputy, *, on):
    """Inside `acting`. What has not begun yet is closed on its first day."""
    if on >= deputy.last_day:
        raise BusinessError("access.deputy_over", _("It ends by then anyway."), field="on")
    if not Deputy.objects.filter(pk=deputy.pk, state=RequestState.GRANTED, ended_on=None).update(ended_on=on):
        raise Conflict("access.deputy_ended", _("This was ended already."))
    begun = RoleGrant.objects.filter(deputy=deputy, valid_from__lte=on, valid_to__gt=on)
    begun.update(valid_to=on)
    for grant in RoleGrant.objects.filter(deputy=deputy, valid_from__gt=on, closed_at=None):
        RoleGrant.objects.filter(pk=grant.pk).update(valid_to=grant.valid_from, closed_at=timezone.now())
    happened("access.deputy.ended", subject=deputy, on=on)


def end_deputies_of(person, *, by, on):
    """Inside `acting`. Whoever leaves or moves stands in for nobody any more, and nobody for him."""
    concerned = Deputy.objects.filter(Q(principal=person) | Q(person=person), valid_to__gt=on, ended_on=None)
    for deputy in concerned.filter(state=RequestState.REQUESTED):
        withdraw_request(deputy, by=by)
    for deputy in concerned.filter(state=RequestState.GRANTED):
        end_lent_roles(deputy, on=on)


def end_what_was_lent(grant, *, on):
    """Inside `acting`. A role that the principal does not hold any more is held by no deputy."""
    lent = RoleGrant.objects.filter(
        deputy__principal=grant.person_id, role=grant.role_id, valid_to__gt=on, closed_at=None
    )
    lent.filter(valid_from__lte=on).update(valid_to=on)
    for later in lent.filter(valid_from__gt=on):
        RoleGrant.objects.filter(pk=later.pk).update(valid_to=later.valid_from, closed_at=timezone.now())


def may_end(person, deputy):
    concerned = {deputy.principal_id, deputy.person_id, deputy.requested_by_id}
    return person.pk in concerned or may_name_for(person, deputy.principal)


def may_name_for(person, principal):
    """For oneself, for whom one leads, and the administration for everybody."""
    return principal.pk == person.pk or leads(person, principal) or bool(can(person, ADMINISTER))


def lendable(principal, valid_from, valid_to):
    """What the principal holds himself at some time of these days; never what he holds as a deputy."""
    own = RoleGrant.objects.exclude(source=GrantSource.DEPUTY).filter(
        Q(valid_to=None) | Q(valid_to__gte=valid_from), person=principal, valid_from__lte=valid_to, closed_at=None
    )
    return own.exclude(role="staff").select_related("role")


def _may_name(by, principal, person):
    if not may_name_for(by, principal):
        raise Denied(Deny("R08", _("A deputy is named by the person, the head or the administration.")))
    if person.pk == by.pk:
        raise BusinessError("access.for_oneself", _("Nobody makes himself a deputy."), field="person", rule="R08")
    if person.pk == principal.pk:
        raise BusinessError("access.deputy_self", _("Nobody stands in for himself."), field="person")


def _span_fits(valid_from, valid_to):
    if valid_to < valid_from:
        raise BusinessError("access.span", _("The last day lies before the first."), field="valid_to")
    if valid_from < timezone.localdate():
        raise BusinessError("access.deputy_past", _("A deputy does not begin in the past."), field="valid_from")
    longest = days_of(TermCode.DEPUTY)
    if valid_to - valid_from >= timedelta(days=longest):
        last = valid_from + timedelta(days=longest - 1)
        sentence = _("A deputy stands in for {days} days at most, here until {last}.")
        raise BusinessError(
            "access.deputy_term", sentence.format(days=longest, last=format_date(last)), field="valid_to", rule="R07"
        )


def _would_it_hold(person, role, valid_from, valid_to):
    if clash := clashing_grant(person, role, valid_from, valid_to):
        held, rule = clash
        sentence = _("{person} holds “{held}”, which excludes “{role}” (R07, {rule}). {text}")
        text = SeparationRule.objects.get(code=rule).text
        raise BusinessError(
            "rule.R07",
            sentence.format(person=person, held=held.role, role=role, rule=rule, text=text),
            field="roles",
            rule="R07",
        )


def _approved(deputy, approval, by):
    """Each role only as long, and as far, as the principal holds it himself."""
    move_request(deputy, "grant")
    begins = max(deputy.valid_from, timezone.localdate())
    with guards.speaking():
        for own in lendable(deputy.principal, begins, deputy.valid_to).filter(role__in=deputy.roles.all()):
            RoleGrant.objects.create(
                person=deputy.person, role=own.role, company=own.company, unit=own.unit, deputy=deputy,
                valid_from=max(begins, own.valid_from), valid_to=min(deputy.valid_to, own.valid_to or deputy.valid_to),
                reason=deputy.reason, source=GrantSource.DEPUTY, requested_by=deputy.requested_by, approved_by=by,
            )  # fmt: skip
    happened("access.deputy.granted", subject=deputy, principal=deputy.principal_id, person=deputy.person_id)


def _rejected(deputy, approval, by):
    move_request(deputy, "refuse")


def _title(deputy):
    sentence = _("{deputy} for {principal}: {roles}, {first} to {last}")
    return sentence.format(
        deputy=deputy.person, principal=deputy.principal, roles=", ".join(map(str, deputy.roles.all())),
        first=format_date(deputy.valid_from), last=format_date(deputy.valid_to),
    )  # fmt: skip


DEPUTY = approvals.Kind(
    code="access.deputy",
    label=_("Deputy"),
    permission=APPROVE,
    approved=_approved,
    rejected=_rejected,
    title=_title,
)
