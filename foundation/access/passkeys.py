"""A passkey is bound to the name under which the portal is opened, and browsers offer it on safe connections only."""

from ipaddress import ip_address

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http.request import split_domain_port
from django.utils.translation import gettext_lazy as _

from .devices import device_of

BY_ADDRESS = _(
    "Passkeys belong to a name. Open the portal by its name instead of its IP address; on this machine as “localhost”."
)
UNENCRYPTED = _("Passkeys need an encrypted connection. Open the portal with https.")


def hindrance(request):
    """Why no passkey can work here, or an empty text."""
    host = split_domain_port(request.get_host())[0]
    if _is_address(host):
        return BY_ADDRESS
    if not request.is_secure() and host != "localhost" and not host.endswith(".localhost"):
        return UNENCRYPTED
    return ""


def _is_address(host):
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


class PasskeyAdapter(DefaultMFAAdapter):
    def generate_authenticator_name(self, user, type):
        """A passkey is first named after the device that it is made on."""
        return device_of(context.request.headers.get("User-Agent", ""))
