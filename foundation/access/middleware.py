from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import MiddlewareNotUsed
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from foundation.records.actor import acting, coming_from

from . import row_security
from .decisions import Denied, Deny
from .lockout import second_factor_missing
from .proof import Proof
from .queries import person_of
from .sessions import why_ended
from .texts import ONLY_LOOKING, UNDECLARED
from .viewing import look_as, may_while_viewing

FOREIGN_VIEWS = ("allauth.", "django.contrib.admin.", "django.views.i18n")
SAFE = {"GET", "HEAD", "OPTIONS"}
# These write when they are read: the codes were seen, and the provider sent somebody back.
WRITING_GET = ("/accounts/2fa/recovery-codes/", "/accounts/oidc/")
NOTED = 60


class ProxyMiddleware:
    """That a request came over TLS is believed only from a trusted proxy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.META.get("REMOTE_ADDR") not in settings.TRUSTED_PROXIES:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.get_response(request)


class LanguageMiddleware:
    """German unless the person, or the cookie before signing in, says otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        with translation.override(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        return response


class PersonMiddleware:
    """Finds the person behind the login, ends sessions that are over, and carries person and session to each write.

    Pages of others (sign-in, Django admin) write without our actions; for them the whole request acts.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.person = request.viewer = None
        if request.user.is_authenticated:
            request.person = person_of(request.user)
            if request.person:
                request.person.chosen_company = request.session.get("company")
            if why := self._why_over(request):
                logout(request)
                request.person = None
                return signed_out(request, why)
            look_as(request)
            request.person.proof = Proof(request)
        elif why := self._why_gone(request):
            return signed_out(request, why)
        with coming_from(session=(request.session.session_key or "")[:8]):
            if request.user.is_authenticated:
                with translation.override(request.user.language):
                    request.LANGUAGE_CODE = translation.get_language()
                    return self._answer(request)
            return self._answer(request)

    def _answer(self, request):
        read = request.method in SAFE and not request.path.startswith(WRITING_GET)
        if read or not request.path.startswith(("/accounts/", "/admin/")):
            return self.get_response(request)
        with acting(request.viewer or request.person or "system:web"):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def _why_over(self, request):
        """R16: sessions end with the employment; 30 minutes without a click, 12 hours at most."""
        if request.person is None or not request.user.is_active:
            return "left"
        if not request.person.is_employed(timezone.localdate()):
            return "left"
        now = datetime.now(UTC).timestamp()
        began = request.session.setdefault("began", now)
        seen = request.session.get("seen", now)
        if now - began > settings.SESSION_ABSOLUTE_SECONDS:
            return "long"
        if now - seen > settings.SESSION_IDLE_SECONDS:
            return "idle"
        if "seen" not in request.session or not 0 <= now - seen <= NOTED:  # the clock may have been put back
            request.session["seen"] = now
        return ""

    def _why_gone(self, request):
        """The browser carries the key of a session that is no more."""
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        return why_ended(key) if key and request.session.session_key is None else ""


def signed_out(request, why):
    """To the sign-in page, which says why and leads back. A script that asks in the background is told so instead."""
    target = f"{reverse('account_login')}?{urlencode({'why': why, 'next': _way_back(request)})}"
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": target})
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return HttpResponse(status=401)
    return redirect(target)


def _way_back(request):
    """The page itself, or the one whose form was sent."""
    if request.method in SAFE and "HX-Request" not in request.headers:
        return request.get_full_path()
    came = urlsplit(request.headers.get("Referer", ""))
    return urlunsplit(("", "", came.path, came.query, "")) if came.netloc == request.get_host() else "/"


class RowSecurityMiddleware:
    """The database shows a request what the person's side may see; to who is not signed in, nothing."""

    def __init__(self, get_response):
        if not row_security.is_on():
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        with row_security.read_by(request.person.pk if request.person else row_security.NOBODY):
            return self.get_response(request)


class PermissionMiddleware:
    """R27: a view that declares no permission is refused. R26: privileged roles need a second factor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.viewer and not may_while_viewing(request):
            raise Denied(Deny("R21", ONLY_LOOKING))
        if view.__module__.startswith(FOREIGN_VIEWS):
            return None
        if not hasattr(view, "permission"):
            raise Denied(Deny("R27", UNDECLARED))
        if view.permission and second_factor_missing(request):
            # What a page asks in the background must not fetch that page: each time it shows another secret.
            return HttpResponse(status=204) if _in_background(request) else redirect("mfa_activate_totp")
        return None


def _in_background(request):
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers
