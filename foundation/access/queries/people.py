from allauth.mfa.models import Authenticator
from django.conf import settings

from foundation.organisation.models import Person

from ..models import RoleGrant

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def person_of(user):
    """The natural person behind a login, None for services and inactive logins."""
    return user.person if user.is_active else None


def without_second_factor(on):
    """R26: people who may sign in, ought to have a second factor and have set up none."""
    people = Person.objects.employed(on).filter(users__is_active=True)
    if not settings.SECOND_FACTOR_FOR_ALL:
        people = people.filter(pk__in=RoleGrant.objects.valid(on).filter(role__privileged=True).values("person"))
    secured = Authenticator.objects.filter(type__in=FACTORS, user__person__isnull=False).values("user__person")
    return people.exclude(pk__in=secured)
