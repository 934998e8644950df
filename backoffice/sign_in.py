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
        return super().get_context_data(**context, **demo)


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
    """One person for each role, each person once."""
    holders, seen = _holders(), set()
    logins = []
    for role in ROLES:
        user = next((user for user in holders.get(role.code, ()) if user.pk not in seen), None)
        if user and role.code != "staff":
            seen.add(user.pk)
            logins.append((holders["names"][role.code], user))
    codes = _codes([user for _role, user in logins])
    return [
        {
            "role": name,
            "name": str(user.person),
            "email": user.email,
            "password": settings.DEMO_PASSWORD,
            "totp": codes.get(user.pk, ""),
        }
        for name, user in logins
    ]


def _holders():
    holders = {"names": {}}
    grants = RoleGrant.objects.valid(timezone.localdate()).select_related("role").order_by("person_id")
    users = {user.person_id: user for user in User.objects.filter(is_active=True).select_related("person")}
    for grant in grants:
        if grant.person_id in users:
            holders["names"][grant.role_id] = str(grant.role)
            holders.setdefault(grant.role_id, []).append(users[grant.person_id])
    return holders


def _codes(users):
    _before, now, *_after = yield_hotp_counters_from_time()
    found = Authenticator.objects.filter(user__in=users, type=Authenticator.Type.TOTP)
    return {one.user_id: format_hotp_value(hotp_value(decrypt(one.data["secret"]), now)) for one in found}
