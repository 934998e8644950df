"""Where a person is signed in, and why a session ended.

An ended session is deleted, so nothing brings it back. Beside it a farewell is laid under a key that is made from its
own: the browser that still carries the old key reads there why it has to sign in again.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.canonical import sha256_hex
from foundation.records.audit import happened

from .devices import device_of

WHY = {
    "idle": _("You were signed out because nobody had clicked for 30 minutes."),
    "long": _("You were signed out because a session lasts 12 hours at most."),
    "left": _("This access ended with the employment."),
    "ended": _("This session was ended from another device."),
    "help": _("The administration helped you with signing in. Please sign in again."),
    "address": _("The administration changed your sign-in address. Please sign in with the new one."),
    "secret": _("Password or second factor were changed on another device."),
}


@dataclass(frozen=True)
class SignedIn:
    key: int
    device: str
    address: str
    since: datetime
    seen: datetime
    is_current: bool


def sessions_of(user, *, current):
    """The one in use first, then those used last."""
    rows = {row.session_key: row for row in UserSession.objects.filter(user=user)}
    alive = {one.session_key: one.get_decoded() for one in Session.objects.filter(session_key__in=rows)}
    found = [_signed_in(rows[key], content, is_current=key == current) for key, content in alive.items()]
    return sorted(found, key=lambda one: (one.is_current, one.seen), reverse=True)


def end_sessions(user, *, why, keep="", only=None):
    """Inside `acting`. All sessions of this login but the one to keep, or `only` one of them; how many there were."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=keep)
    if only is not None:
        rows = rows.filter(pk=only)
    keys = list(rows.values_list("session_key", flat=True))
    alive = Session.objects.filter(session_key__in=keys)
    farewells = [_farewell(one.session_key, why) for one in alive]
    alive.delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    Session.objects.bulk_create(farewells, ignore_conflicts=True)
    if farewells:
        happened("access.session.ended", subject=user, why=why, count=len(farewells))
    return len(farewells)


def why_ended(key):
    """Of a session that is gone; an empty text where nothing is known."""
    return SessionStore(_farewell_key(key)).get("why", "")


def _signed_in(row, content, *, is_current):
    seen = content.get("seen")
    return SignedIn(
        key=row.pk,
        device=device_of(row.user_agent),
        address=row.ip,
        since=row.created_at,
        seen=datetime.fromtimestamp(seen, UTC) if seen else row.created_at,
        is_current=is_current,
    )


def _farewell(key, why):
    return Session(
        session_key=_farewell_key(key),
        session_data=SessionStore().encode({"why": why}),
        expire_date=timezone.now() + timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS),
    )


def _farewell_key(key):
    return sha256_hex(f"farewell:{key}")[:40]
