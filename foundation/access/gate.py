"""Views declare their permission; a view that declares none is refused by the middleware (R27)."""

from functools import wraps

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from foundation.records.actor import using_right_of

from . import permissions
from .decisions import Denied
from .policy import can, out_of_date

SELF = "self"
NOTHING_TO_ASK = _("This step asks for a fresh sign-in. Please set up a passkey or the app first.")


def requires(permission):
    """`permission`, or `SELF` for pages that every signed-in person has. Money and grants ask for a fresh login."""

    def declare(view):
        @wraps(view)
        def gated(request, *args, **kwargs):
            if permission != SELF:
                _may(request.person, permission)
                if request.method != "GET" and permissions.get(permission).asks_fresh:
                    if not get_adapter().get_reauthentication_methods(request.user):
                        messages.error(request, NOTHING_TO_ASK)
                        return redirect("mfa_index")
                    return _freshly(view, request, *args, **kwargs)
            return view(request, *args, **kwargs)

        gated.permission = permission
        return gated

    return declare


def _freshly(view, request, *args, **kwargs):
    """allauth keeps what was sent while the person signs in, and goes on with it only where the address to come back to is
    the bare path. What stood behind it is kept with the rest."""
    try:
        return reauthentication_required(view)(request, *args, **kwargs)
    except ReauthenticationRequired:
        request.get_full_path = lambda force_append_slash=False: request.path
        raise


def public(view):
    """One of the few pages for people who are not signed in."""
    view.permission = None
    view.is_public = True
    return login_not_required(view)


def check(person, permission, obj=None, at=None):
    """What an action asks, and a view about its object: the right, and for money and grants a fresh sign-in."""
    decision = _may(person, permission, obj, at)
    old = out_of_date(person, permission)
    if old is not None:
        raise Denied(old)
    using_right_of(person, decision.principal)
    return decision


def _may(person, permission, obj=None, at=None):
    decision = can(person, permission, obj, at)
    if not decision:
        raise Denied(decision)
    return decision


__all__ = ["SELF", "Denied", "check", "public", "requires"]
