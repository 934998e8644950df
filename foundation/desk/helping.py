"""Help for who cannot sign in any more: one administrator of access asks for it, another one gives it."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access import approvals
from foundation.access.actions.requests import move_request
from foundation.access.choices import Lost, RequestState, Vote
from foundation.access.gate import check
from foundation.access.models import Approval, SignInHelp, User
from foundation.access.sessions import end_sessions
from foundation.lib.errors import BusinessError, Conflict
from foundation.notices.actions import notify
from foundation.records.actor import acting
from foundation.records.audit import happened

REQUEST, APPROVE = "access.help:request", "access.help:approve"
HELPED = {
    Lost.FACTOR: _("Your second factor was removed. If you did not ask for this, tell the administration at once."),
    Lost.PASSWORD: _("Your password was taken back. If you did not ask for this, tell the administration at once."),
}


def request_help(person, *, by, lost, reason):
    with acting(by, reason):
        check(by, REQUEST, person)
        _login_of(person)
        if SignInHelp.objects.filter(person=person, lost=lost, state=RequestState.REQUESTED).exists():
            raise Conflict("access.help_asked", _("This help was asked for already."))
        help = SignInHelp.objects.create(person=person, lost=lost, reason=reason, requested_by=by)
        approvals.ask(HELP, help, by=by)
        return help


def take_link(help, *, by):
    """The address under which the person sets a new password, once: it is kept nowhere. The approver hands it over."""
    with acting(by):
        check(by, APPROVE, help)
        user = _login_of(help.person)
        taken = SignInHelp.objects.filter(
            pk=help.pk, lost=Lost.PASSWORD, state=RequestState.GRANTED, link_shown_at=None
        )
        if not gave(help, by) or not taken.update(link_shown_at=timezone.now()):
            raise Conflict("access.link_shown", _("The link is shown once, to the one who approved."))
        happened("access.help.link_shown", subject=help.person)
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}".split("-", 1)
    return reverse("account_reset_password_from_key", args=key)


def link_waiting(approval, person):
    """The key of the help whose link this person has still to take, or None."""
    if approval.kind != HELP.code:
        return None
    help = approval.subject
    waits = help.lost == Lost.PASSWORD and help.state == RequestState.GRANTED and help.link_shown_at is None
    return help.pk if waits and gave(help, person) else None


def gave(help, person):
    """Whether it was this person who approved."""
    given = Approval.objects.filter(subject_table=SignInHelp._meta.db_table, subject_key=str(help.pk), kind=HELP.code)
    return given.filter(votes__person=person, votes__vote=Vote.YES).exists()


def _approved(help, approval, by):
    user = _login_of(help.person)
    move_request(help, "grant")
    if help.lost == Lost.FACTOR:
        Authenticator.objects.filter(user=user).delete()
    else:
        user.set_unusable_password()
        User.objects.filter(pk=user.pk).update(password=user.password)
    end_sessions(user, why="help")
    notify(help.person, HELPED[help.lost], reverse("mfa_index"), kind="access.help")
    happened("access.help.given", subject=help.person, lost=help.lost, requested_by=help.requested_by_id)


def _rejected(help, approval, by):
    move_request(help, "refuse")


def _login_of(person):
    user = person.users.filter(is_active=True).first()
    if user is None or not person.is_employed(timezone.localdate()):
        raise BusinessError(
            "access.no_login", _("{person} has no access that could be restored.").format(person=person)
        )
    return user


HELP = approvals.Kind(
    code="access.help",
    label=_("Help with signing in"),
    permission=APPROVE,
    approved=_approved,
    rejected=_rejected,
    url=lambda help: reverse("desk:person", args=[help.person_id]),
)
