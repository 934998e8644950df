"""The sign-in pages. In the demo they name a person for each role, with password and the code of the moment."""

from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from foundation.access.adapters import TOO_OFTEN
from foundation.access.gate import SELF, public, requires
from foundation.access.models import RoleGrant, User
from foundation.access.sessions import WHY, end_sessions, sessions_of
from foundation.access.standard import ROLES


class DemoLogins:
    def get_context_data(self, **context):
        demo = {"demo_logins": demo_logins()} if settings.DEMO else {}
        return {**super().get_context_data(**context), **demo}


class Locked:
    """Who guesses too often reads so with the status that says it."""

    def form_invalid(self, form):
        response = super().form_invalid(form)
        if any(error.code == TOO_OFTEN for errors in form.errors.as_data().values() for error in errors):
            response.status_code = 429
        return response


class SignIn(Locked, DemoLogins, LoginView):
    def dispatch(self, request, *args, **kwargs):
        """A new installation has nobody who could sign in: it is founded first."""
        if not User.objects.exists():
            return redirect("setup")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **context):
        return {
            **super().get_context_data(**context),
            "ended": WHY.get(self.request.GET.get("why")),
            "provider": settings.OIDC_NAME,
        }


class SignOut(LogoutView):
    def post(self, *args, **kwargs):
        """What was shown to somebody is not left in the browser to the next."""
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class SecondFactor(Locked, DemoLogins, AuthenticateView):
    def get_context_data(self, **context):
        held = Authenticator.objects.filter(user=self.stage.login.user)
        return {**super().get_context_data(**context), "factors": set(held.values_list("type", flat=True))}


class Factors(IndexView):
    def get_context_data(self, **context):
        keys = Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.WEBAUTHN)
        return {**super().get_context_data(**context), "passkeys": keys}


sign_in = public(SignIn.as_view())
sign_out = public(SignOut.as_view())
second_factor = public(SecondFactor.as_view())
factors = requires(SELF)(Factors.as_view())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SELF)
def sessions(request):
    current = request.session.session_key
    if request.method == "POST":
        chosen = request.POST.get("session")
        if chosen and not chosen.isdecimal():
            raise Http404
        count = end_sessions(request.user, why="ended", keep=current, only=chosen)
        messages.success(
            request,
            ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", count) % {"count": count},
        )
        return redirect("usersessions_list")
    found = sessions_of(request.user, current=current)
    return render(request, "usersessions/usersession_list.html", {"sessions": found})


def demo_logins():
    """Everybody once, by role: four eyes want the second bookkeeper and the second administrator too."""
    chosen = {}
    for role, users in _holders():
        for user in users:
            chosen.setdefault(user, role)
    codes = _codes(chosen)
    return [
        {
            "role": str(role),
            "name": str(user),
            "email": user.email,
            "password": settings.DEMO_PASSWORD,
            "totp": codes.get(user.pk, ""),
        }
        for user, role in chosen.items()
    ]


def _holders():
    """(role, logins of those who hold it today), in the order of the standard roles; staff is everybody."""
    users = {user.person_id: user for user in User.objects.filter(is_active=True).select_related("person")}
    held = {}
    for grant in RoleGrant.objects.valid(timezone.localdate()).select_related("role").order_by("person_id"):
        if grant.person_id in users:
            held.setdefault(grant.role_id, (grant.role, []))[1].append(users[grant.person_id])
    return [held[role.code] for role in ROLES if role.code in held and role.code != "staff"]


def _codes(users):
    counters = list(yield_hotp_counters_from_time())
    now = counters[len(counters) // 2]
    found = Authenticator.objects.filter(user__in=users, type=Authenticator.Type.TOTP)
    return {one.user_id: format_hotp_value(hotp_value(decrypt(one.data["secret"]), now)) for one in found}
