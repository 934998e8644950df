from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.guards import explain

from .. import approvals
from ..choices import GrantSource
from ..decisions import Denied, Deny
from ..gate import check
from ..models import RoleGrant, RoleRequest, SeparationRule
from ..queries.grants import clashing_grant
from .deputies import end_what_was_lent
from .requests import move_request

ASK = "access.grant:request"


def request_role(*, by, person, role, valid_from, valid_to=None, company=None, unit=None, reason):
    """Ask that `person` may hold `role`. Refused at once where a separation rule would refuse the grant (R01, R08)."""
    with acting(by, reason):
        check(by, ASK)
        if person.pk == by.pk:
            raise Denied(Deny("R08", _("Nobody asks for a role for himself."), ASK))
        if valid_to and valid_to < valid_from:
            raise BusinessError("access.span", _("The last day lies before the first."), field="valid_to")
        would_it_hold(person, role, valid_from, valid_to)
        request = RoleRequest.objects.create(
            person=person, role=role, company=company, unit=unit, valid_from=valid_from, valid_to=valid_to,
            reason=reason, requested_by=by,
        )  # fmt: skip
        approvals.ask(GRANT, request, by=by)
        return request


def end_grant(grant, *, by, on):
    """End a role with the day `on`. Taking rights away needs no second person."""
    with acting(by):
        check(by, ASK)
        if on < grant.valid_from:
            raise BusinessError("access.span", _("The last day lies before the first."), field="on")
        if grant.valid_to and on > grant.valid_to:
            raise BusinessError(
                "access.grant_fixed", _("A role cannot be prolonged. Please request it anew."), field="on"
            )
        RoleGrant.objects.filter(pk=grant.pk).update(valid_to=on)
        end_what_was_lent(grant, on=on)
        happened("access.grant.ended", subject=grant, on=on)


def grant_founding(*, person, role, approved_by, valid_from, reason):
    """A first role, when the installation is founded. The database allows it until the first ordinary grant."""
    grant = RoleGrant.objects.create(
        person=person, role=role, valid_from=valid_from, reason=reason, source=GrantSource.FOUNDING,
        requested_by=approved_by, approved_by=approved_by,
    )  # fmt: skip
    happened("access.grant.granted", subject=grant, role=role.code)
    return grant


def _approved(request, approval, by):
    if by.pk == request.person_id:
        raise BusinessError("access.receiver", _("The receiver does not approve."), rule="R08")
    move_request(request, "grant")
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(
                person=request.person, role=request.role, company=request.company, unit=request.unit,
                valid_from=request.valid_from, valid_to=request.valid_to, reason=request.reason,
                source=GrantSource.REQUEST, request=request, requested_by=request.requested_by, approved_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise explain(error) or error from error
    happened("access.grant.granted", subject=grant, role=request.role_id)


def _rejected(request, approval, by):
    move_request(request, "refuse")


def would_it_hold(person, role, valid_from, valid_to):
    """Say at once what the database would say at the grant, and with which role it clashes."""
    clash = clashing_grant(person, role, valid_from, valid_to)
    if clash:
        grant, rule = clash
        sentence = SeparationRule.objects.get(code=rule).in_language("text")
        raise BusinessError(
            f"rule.{rule}",
            _("{person} already holds “{role}”. {sentence}").format(person=person, role=grant.role, sentence=sentence),
            field="role",
            rule=rule,
        )


GRANT = approvals.Kind(
    code="access.grant",
    label=_("Grant a role"),
    permission="access.grant:approve",
    approved=_approved,
    rejected=_rejected,
    facts=lambda request: ((_("Valid from"), request.valid_from), (_("Valid until"), request.valid_to)),
)
