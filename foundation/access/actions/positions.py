"""From a position to working roles: the line manager asks, who answers for the roles approves, the administration grants."""

from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError, Conflict
from foundation.organisation.models import Unit
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.states import move

from .. import approvals
from ..choices import APPOINTMENT_MOVES, AppointmentState, GrantSource, RequestState
from ..decisions import Denied, Deny
from ..gate import check
from ..models import Appointment, ApprovalVote, Position, RoleGrant, RoleRequest, SeparationRule
from ..policy import roles_of
from ..queries.grants import rules_between
from ..queries.heads import manager_of
from .requests import move_request
from .roles import would_it_hold

EDIT, ASK, APPROVE, GRANT = (
    "access.position:edit", "access.position:ask", "access.position:approve", "access.position:grant",
)  # fmt: skip


def define_position(*, by, name, unit, roles, position=None):
    """BusinessError where two of its roles exclude each other: nobody could ever hold it."""
    roles = list(roles)
    with acting(by), guards.speaking():
        check(by, EDIT)
        _can_be_held(roles)
        if position is None:
            position = Position.objects.create(company=unit.company, unit=unit, name=name)
        else:
            Position.objects.filter(pk=position.pk).update(company=unit.company, unit=unit, name=name)
        position.roles.set(roles)
        happened("access.position.defined", subject=position, name=name)
        return position


def name_head(unit, *, by, head):
    """The line manager of all who work there, and of the heads of the units below."""
    with acting(by):
        check(by, EDIT)
        Unit.objects.filter(pk=unit.pk).update(head=head)
        happened("organisation.unit.led", subject=unit, name=str(head) if head else "–")


def appoint(person, *, by, position, on):
    """Inside `acting`. What the line manager is asked to do about it waits on his work list."""
    if Appointment.objects.open().filter(person=person).exists():
        raise Conflict("access.appointed", _("Another appointment of this person still waits."))
    return Appointment.objects.create(person=person, position=position, valid_from=on, appointed_by=by)


def ask_for_roles(appointment, *, by):
    """One request for all roles of the position."""
    with acting(by):
        check(by, ASK)
        appointment = Appointment.objects.select_related("position__unit__head", "person__unit").get(pk=appointment.pk)
        if not may_ask(by, appointment):
            raise Denied(
                Deny("R08", _("The line manager asks for the roles of a position, never the one who takes it."))
            )
        asked_already = Conflict("access.asked", _("The roles were requested already."))
        move(appointment, APPOINTMENT_MOVES, "ask", otherwise=asked_already, requested_by=by)
        lasting = RoleGrant.objects.valid(appointment.valid_from).filter(
            person=appointment.person, valid_to=None, company=None, unit=None
        )
        for role in appointment.position.roles.exclude(pk__in=lasting.values("role")):
            would_it_hold(appointment.person, role, appointment.valid_from, None)
            RoleRequest.objects.create(
                person=appointment.person, role=role, valid_from=appointment.valid_from, requested_by=by,
                appointment=appointment, reason=str(appointment.position)[:200],
            )  # fmt: skip
        approvals.ask(POSITION, appointment, by=by)


def withdraw_appointment(appointment, *, by):
    """Inside `acting`. Nobody asks or decides any more."""
    for approval in approvals.pending_about(appointment).select_for_update():
        approvals.withdraw(approval, by=by)
    _close(appointment, "withdraw")


def may_ask(person, appointment):
    """The line manager; where nobody leads the unit, the administration."""
    if person.pk == appointment.person_id or appointment.state != AppointmentState.PLANNED:
        return False
    manager = manager_of(appointment.person, appointment.position.unit)
    return manager == person if manager else "admin.access" in roles_of(person)


def _can_be_held(roles):
    for (a, b), rule in rules_between(roles).items():
        text = SeparationRule.objects.get(code=rule).text
        raise BusinessError(
            f"rule.{rule}",
            _("“{a}” and “{b}” exclude each other. {text}").format(a=a, b=b, text=text),
            field="roles",
            rule=rule,
        )


def _owner_approved(appointment, approval, by):
    approvals.ask(GRANTING, appointment, by=appointment.requested_by)


def _administrator_approved(appointment, approval, by):
    earlier = ApprovalVote.objects.filter(
        approval__kind=POSITION.code, approval__subject_table=approval.subject_table, approval__subject_key=approval.subject_key
    )  # fmt: skip
    if earlier.filter(person=by).exists():
        raise BusinessError(
            "access.position_two", _("You have approved the roles. Another one grants them."), rule="R08"
        )
    requests = list(appointment.requests.select_related("role"))
    _close(appointment, "grant")
    with guards.speaking():
        for request in requests:
            grant = RoleGrant.objects.create(
                person=appointment.person, role=request.role, company=request.company, unit=request.unit,
                valid_from=request.valid_from, valid_to=request.valid_to, reason=request.reason,
                source=GrantSource.REQUEST, request=request, requested_by=request.requested_by, approved_by=by,
            )  # fmt: skip
            happened("access.grant.granted", subject=grant, role=request.role_id)
    happened("access.appointment.granted", subject=appointment, person=appointment.person_id)


def _rejected(appointment, approval, by):
    _close(appointment, "refuse")


def _close(appointment, event):
    """The requests for its roles go the same way."""
    move(appointment, APPOINTMENT_MOVES, event, otherwise=approvals.decided_meanwhile())
    for request in appointment.requests.filter(state=RequestState.REQUESTED):
        move_request(request, event)


def _facts(appointment):
    roles = [str(request.role) for request in appointment.requests.select_related("role").order_by("role")]
    return ((_("Roles"), ", ".join(roles)), (_("Valid from"), appointment.valid_from))


POSITION = approvals.Kind(
    code="access.position",
    label=_("Roles of a position"),
    permission=APPROVE,
    approved=_owner_approved,
    rejected=_rejected,
    facts=_facts,
)
GRANTING = approvals.Kind(
    code="access.position.grant",
    label=_("Grant the roles of a position"),
    permission=GRANT,
    approved=_administrator_approved,
    rejected=_rejected,
    facts=_facts,
)
