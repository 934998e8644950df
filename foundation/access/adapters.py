from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .lockout import address_of, count_attempt, forget_attempts

LOCKED = _("Too many failed sign-ins. Please wait ten minutes or ask the administration.")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed: people come from the organisation, not from the sign-in page."""

    def is_open_for_signup(self, request):
        return False

    def authenticate(self, request, **credentials):
        email = credentials.get("email", "")
        if not count_attempt(email, address_of(request)):
            raise ValidationError(LOCKED, code="too_many_login_attempts")
        user = authenticate(request, **credentials)
        if user is not None:
            forget_attempts(email)
        return user

    def reauthenticate(self, user, password):
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk
