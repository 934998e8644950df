"""R26: what the session behind a person has proved. `can` asks it wherever it is asked, view or action; outside the web there is
no session, and what runs there was asked for in one."""

import time

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils.functional import cached_property

PROVED = "second_factor_proved"  # by the provider, for this session
METHODS = "account_authentication_methods"  # how one signed in, as allauth keeps it


class Proof:
    """Nothing is asked of the database before a permission needs it."""

    def __init__(self, request):
        self._request = request

    @property
    def writes(self):
        return self._request.method not in ("GET", "HEAD", "OPTIONS")

    @cached_property
    def second_factor(self):
        """Whoever has set one up cannot sign in without; the other sessions end when it is set up."""
        session = self._request.session
        shown = any(step.get("method") == "mfa" for step in session.get(METHODS, ()))
        return shown or bool(session.get(PROVED)) or is_mfa_enabled(self._request.user)

    @property
    def is_fresh(self):
        steps = [step for step in self._request.session.get(METHODS, ()) if step.get("reauthenticated")]
        return bool(steps) and time.time() - steps[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
