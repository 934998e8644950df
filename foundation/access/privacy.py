"""What a login leaves behind, and how long it must be known who held which right."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.sessions.models import Session
from django.db.models import Q

from foundation.organisation.models import Person
from foundation.organisation.privacy import pseudonym
from foundation.records import personal

from .models import (
    AddressChange,
    Appointment,
    Approval,
    ApprovalVote,
    BlockLeave,
    BreakGlass,
    CoolOff,
    Deputy,
    ProfileChange,
    Recertification,
    RecertificationItem,
    RoleGrant,
    RoleRequest,
    SeparationException,
    SignInHelp,
    Takeover,
    TermChange,
    User,
    Viewing,
)


def register():
    login = {"email": pseudonym, "is_active": False, "password": UNUSABLE_PASSWORD_PREFIX}
    personal.declare(User, of=Person, by="person", erase=login)
    for model in (EmailAddress, Authenticator, SocialAccount):
        personal.declare(model, of=Person, by="user__person", erase=personal.deleted)
    personal.declare(UserSession, of=Person, by="user__person", erase=_signed_out)
    for by in ("person", "requested_by", "approved_by"):
        personal.declare(RoleGrant, of=Person, by=by, rule="rights", since="valid_to")
    for by in ("person", "requested_by"):
        personal.declare(RoleRequest, of=Person, by=by, rule="rights", since="requested_at")
    for by in ("person", "requested_by"):
        personal.declare(SignInHelp, of=Person, by=by, rule="rights", since="requested_at")
    for by in ("principal", "person", "requested_by"):
        personal.declare(Deputy, of=Person, by=by, rule="rights", since="valid_to")
    for by in ("person", "appointed_by", "requested_by"):
        personal.declare(Appointment, of=Person, by=by, rule="rights", since="appointed_at")
    for by in ("person", "planned_by"):
        personal.declare(BlockLeave, of=Person, by=by, rule="rights", since="valid_to")
    personal.declare(CoolOff, of=Person, by="person", rule="rights", since="valid_to")
    personal.declare(TermChange, of=Person, by="requested_by", rule="rights", since="requested_at")
    for by in ("reviewer", "stand_in", "started_by"):
        personal.declare(Recertification, of=Person, by=by, rule="rights", since="closed_on")
    for by in ("grant__person", "reviewer"):
        personal.declare(RecertificationItem, of=Person, by=by, rule="rights", since="signed_on")
    for by in ("person", "reviewer"):
        personal.declare(BreakGlass, of=Person, by=by, rule="rights", since="asked_at")
    for by in ("viewer", "person"):
        personal.declare(Viewing, of=Person, by=by, rule="rights", since="began_at")
    for by in ("person", "requested_by"):
        personal.declare(SeparationException, of=Person, by=by, rule="rights", since="valid_to")
    personal.declare(ProfileChange, of=Person, by="requested_by", rule="rights", since="requested_at")
    for by in ("leaver", "taker"):
        personal.declare(Takeover, of=Person, by=by, rule="rights", since="at")
    addresses = {"old_email": pseudonym, "new_email": pseudonym}
    personal.declare(AddressChange, of=Person, by="person", erase=addresses)
    for by in ("person", "requested_by"):
        personal.declare(AddressChange, of=Person, by=by, rule="rights", since="requested_at")
    personal.declare(Approval, of=Person, by="subject", where=_about, erase={"title": ""})
    personal.declare(Approval, of=Person, by="maker", rule="rights", since="asked_at")
    personal.declare(ApprovalVote, of=Person, by="person", rule="rights", since="at")


def _about(person):
    """Approvals whose title names the person; it is said anew from the subject, for who may still read it."""
    found = Q(pk__in=[])
    for model in (AddressChange, Appointment, Deputy, RoleRequest, SignInHelp):
        keys = model._base_manager.filter(person=person).values_list("pk", flat=True)
        found |= Q(subject_table=model._meta.db_table, subject_key__in=[str(key) for key in keys])
    return found


def _signed_out(rows, person):
    Session.objects.filter(session_key__in=list(rows.values_list("session_key", flat=True))).delete()
    rows.delete()
