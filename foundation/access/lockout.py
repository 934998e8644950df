"""What may be done only so often is counted in the database, so that all processes count together: wrong passwords and
codes, mails and files. R26: who needs a second factor."""

from datetime import timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.canonical import sha256_hex
from foundation.lib.errors import TooMany
from foundation.records.database import one_at_a_time

from .models import Attempt
from .policy import grants_of
from .proof import PROVED


def address_of(request):
    """The peer; behind trusted proxies the last address that one of them has seen and does not itself belong to them."""
    way = [address.strip() for address in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if address.strip()]
    way.append(request.META.get("REMOTE_ADDR", ""))
    strangers = [place for place, address in enumerate(way) if address not in settings.TRUSTED_PROXIES]
    return way[strangers[-1] if strangers else 0][:45]


def count_attempt(email, address):
    """False when too often for this account or from this address."""
    often, from_here = _noted("sign-in", email.strip().casefold(), address)
    return often <= settings.LOCKOUT_PER_ACCOUNT and from_here <= settings.LOCKOUT_PER_ADDRESS


def forget_attempts(email):
    """After a success only the account is cleared: an attacker's own login must not clear his address."""
    Attempt.objects.filter(key=_key("sign-in", email.strip().casefold())).delete()


def count_code(user):
    """A wrong second factor is a wrong guess like another; the right password before it clears nothing here."""
    often, _from_here = _noted("code", user.pk)
    return often <= settings.LOCKOUT_PER_ACCOUNT


def forget_codes(user):
    Attempt.objects.filter(key=_key("code", user.pk)).delete()


def is_first_use(user, code):
    """A code serves once, whichever of the web processes sees it."""
    often, _from_here = _noted("used code", f"{user.pk} {code}")
    return often == 1


def count_mail(email):
    """False when this address was sent enough mails that anybody may ask for."""
    often, _from_here = _noted("mail", email.strip().casefold())
    return often <= settings.MOST_MAILS


def ask_for_file(person):
    """Reports and exports cost time and carry data away. BusinessError `access.too_many`."""
    often, _from_here = _noted("file", person.pk)
    if often > settings.MOST_FILES:
        raise TooMany("access.too_many", _("You have asked for very many files. Please wait ten minutes."))


def ask_for_feed(secret_hash):
    """Calendar programs ask again and again. BusinessError `access.too_many`."""
    often, _from_here = _noted("feed", secret_hash)
    if often > settings.MOST_FETCHES:
        raise TooMany("access.too_many", _("This calendar is asked for very often. Please wait ten minutes."))


def _noted(what, whom, address=""):
    """How often lately, this time included: (this, from this address). Noted first and counted then, one after the
    other: on PostgreSQL a transaction does not see what another is about to note."""
    key = _key(what, whom)
    since = timezone.now() - timedelta(seconds=settings.LOCKOUT_SECONDS)
    with transaction.atomic():
        one_at_a_time(key)
        Attempt.objects.filter(at__lt=since).delete()
        Attempt.objects.create(key=key, address=address)
        recent = Attempt.objects.filter(at__gte=since)
        return recent.filter(key=key).count(), recent.filter(address=address).count() if address else 0


def _key(what, whom):
    return sha256_hex(f"{what}:{whom}")


def second_factor_missing(request):
    """R26: a privileged role works only with a second factor set up; with SECOND_FACTOR_FOR_ALL every role does."""
    if request.person is None or request.session.get(PROVED):
        return False
    if settings.SECOND_FACTOR_FOR_ALL:
        return not is_mfa_enabled(request.user)
    privileged = any(grant.role.privileged for grant in grants_of(request.person, timezone.localdate()))
    return privileged and not is_mfa_enabled(request.user)
