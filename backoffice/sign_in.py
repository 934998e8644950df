"""The sign-in pages. In the demo they name a person for each role, with password and the code of the moment."""

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.shortcuts import redirect
from django.utils import timezone

from foundation.access.gate import public
from foundation.access.models import RoleGrant, User
from foundation.access.standard import ROLES


class DemoLogins:
    def get_context_data(self, **context):
        demo = {"demo_logins": demo_logins()} if settings.DEMO else {}
        return {**super().get_context_data(**context), **demo}


class SignIn(DemoLogins, LoginView):
    def dispatch(self, request, *args, **kwargs):
        """A new installation has nobody who could sign in: it is founded first."""
        if not User.objects.exists():
            return redirect("setup")
        return super().dispatch(request, *args, **kwargs)


class SecondFactor(DemoLogins, AuthenticateView):
    pass


sign_in = public(SignIn.as_view())
second_factor = public(SecondFactor.as_view())


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
