"""Wrong passwords are counted in the database, per account and per address. R26: who needs a second factor."""

from datetime import timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils import timezone

from foundation.lib.canonical import sha256_hex

from .models import LoginAttempt
from .policy import grants_of


def address_of(request):
    """The peer; behind a trusted proxy the last address that the proxy itself has seen."""
    peer = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if peer in settings.TRUSTED_PROXIES and forwarded:
        return forwarded.split(",")[-1].strip()[:45]
    return peer[:45]


def count_attempt(email, address):
    """Note the attempt first, then count: parallel guesses see each other. False when the limit is passed."""
    account = sha256_hex(email.strip().casefold())
    since = timezone.now() - timedelta(seconds=settings.LOCKOUT_SECONDS)
    LoginAttempt.objects.create(account=account, address=address)
    recent = LoginAttempt.objects.filter(at__gte=since)
    return (
        recent.filter(account=account).count() <= settings.LOCKOUT_PER_ACCOUNT
        and recent.filter(address=address).count() <= settings.LOCKOUT_PER_ADDRESS
    )


def forget_attempts(email):
    """After a success only the account is cleared: an attacker's own login must not clear his address."""
    LoginAttempt.objects.filter(account=sha256_hex(email.strip().casefold())).delete()


def second_factor_missing(request):
    """R26: a privileged role works only with a second factor set up."""
    if request.person is None:
        return False
    privileged = any(grant.role.privileged for grant in grants_of(request.person, timezone.localdate()))
    return privileged and not is_mfa_enabled(request.user)
