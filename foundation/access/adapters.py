import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.base import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .lockout import address_of, count_attempt, count_code, count_mail, forget_attempts, forget_codes, is_first_use

log = logging.getLogger(__name__)
TOO_OFTEN = "too_many_login_attempts"
LOCKED = _("Too many failed sign-ins. Please wait ten minutes or ask the administration.")
FOR_STRANGERS = ("account/email/password_reset_key", "account/email/unknown_account")
USED = _("This code was used already. Please wait for the next one.")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed: people come from the organisation, not from the sign-in page."""

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        return address_of(request)

    def get_login_stages(self):
        ours = {"allauth.mfa.stages.AuthenticateStage": "foundation.access.provider.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def authenticate(self, request, **credentials):
        email = credentials.get("email", "")
        address = address_of(request)
        if not count_attempt(email, address):
            log.warning("sign-in locked, from %s", address)
            raise ValidationError(LOCKED, code=TOO_OFTEN)
        user = authenticate(request, **credentials)
        if user is None:
            log.warning("wrong password, from %s", address)
            return None
        forget_attempts(email)
        log.info("right password of login %s, from %s", user.pk, address)
        return user

    def reauthenticate(self, user, password):
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def send_mail(self, template_prefix, email, context):
        """A stranger may ask for mails to any address; the answer is the same when enough were sent."""
        if template_prefix not in FOR_STRANGERS or count_mail(email):
            super().send_mail(template_prefix, email, context)


class CountedCode:
    """The second factor is guessed no more often than the password, and a code serves once in all processes."""

    def clean_code(self):
        if not count_code(self.user):
            log.warning("second factor of login %s locked", self.user.pk)
            raise ValidationError(LOCKED, code=TOO_OFTEN)
        try:
            code = super().clean_code()
        except ValidationError:
            log.warning("wrong second factor of login %s", self.user.pk)
            raise
        if not is_first_use(self.user, code):
            raise ValidationError(USED, code="used_code")
        forget_codes(self.user)
        log.info("right second factor of login %s", self.user.pk)
        return code


class AuthenticateForm(CountedCode, forms.AuthenticateForm):
    pass


class ReauthenticateForm(CountedCode, forms.ReauthenticateForm):
    pass
