"""Sign-in by the OpenID provider of the house. It says who somebody is; the portal alone says who comes in.

Nobody is created here. A verified e-mail address finds the login of an active person, which is linked from then on.

The library asks the provider over `requests` by itself, at the address in the settings alone: the one way out that does
not lead through `foundation.lib.http`.
"""

import logging

from allauth.account.signals import user_logged_in
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.dispatch import receiver
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.records.audit import happened

from .lockout import PROVED
from .queries import person_of

log = logging.getLogger(__name__)
STRANGER = _("Nobody with the e-mail address of this sign-in works here. Please ask the administration.")
FAILED = _("The sign-in at the provider did not work. Please try again.")


class ProviderAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        if sociallogin.state.get("process") != AuthProcess.LOGIN or not _works_here(sociallogin):
            _turn_away(request, STRANGER)
        if not sociallogin.account.pk:
            happened("access.user.linked", subject=sociallogin.user, provider=sociallogin.account.provider)

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        log.warning("sign-in by provider failed: %s", exception or error)
        _turn_away(request, FAILED)


class SecondFactorStage(AuthenticateStage):
    """Our second factor, unless the provider says that it asked for one and is believed (`OIDC_SECOND_FACTOR`)."""

    def _should_handle(self, request):
        return super()._should_handle(request) and not _proved(**(self.login.signal_kwargs or {}))


@receiver(user_logged_in, dispatch_uid="access.second_factor_proved")
def note_second_factor(sender, request, sociallogin=None, **kwargs):
    request.session[PROVED] = _proved(sociallogin=sociallogin)


def _works_here(sociallogin):
    person = person_of(sociallogin.user) if sociallogin.is_existing else None
    return person is not None and person.is_employed(timezone.localdate())


def _proved(sociallogin=None, **kwargs):
    claims = sociallogin.account.extra_data.get("id_token", {}) if sociallogin else {}
    said = {*claims.get("amr", []), claims.get("acr")}
    return bool(said.intersection(settings.OIDC_SECOND_FACTOR))


def _turn_away(request, sentence):
    messages.error(request, sentence)
    raise ImmediateHttpResponse(redirect("account_login"))
