"""A new password or second factor ends the other sessions: whoever had the old one is out."""

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver

from .sessions import end_sessions

SECRETS = [
    password_changed, password_reset, password_set, authenticator_added, authenticator_removed, authenticator_reset,
]  # fmt: skip


@receiver(SECRETS, dispatch_uid="access.secret")
def end_the_others(sender, request, user, **kwargs):
    own = request.user.is_authenticated and request.user.pk == user.pk
    end_sessions(user, why="secret", keep=request.session.session_key if own else "")
