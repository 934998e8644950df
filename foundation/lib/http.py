"""The one door for requests to other hosts."""

import http.client
import ipaddress
import socket
import ssl
import time
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from .errors import BusinessError

LIMIT = 10 * 1024 * 1024

_LOCALHOST = {"localhost", "127.0.0.1", "::1"}


def http_out(method, url, *, allowed_hosts, body=None, headers=None, timeout=10, limit=LIMIT, allow_plain=False):
    """(status, body) of one request. Only https, only to `allowed_hosts`, only to public addresses; a redirect is an
    answer like any other. `allow_plain` also lets http to this machine and private addresses pass. `timeout` in seconds
    is for every wait and for the whole body, `limit` in bytes for the body.
    BusinessError `http.refused`, `http.failed`, `http.too_large`."""
    target = _allowed(url, allowed_hosts, allow_plain)
    deadline = time.monotonic() + timeout
    try:
        connection = _connected(target, timeout, allow_plain)
        try:
            path = (target.path or "/") + (f"?{target.query}" if target.query else "")
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return response.status, _read(response, deadline, limit, target.hostname)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as error:
        raise BusinessError(
            "http.failed", _("%(host)s does not answer: %(reason)s") % {"host": target.hostname, "reason": error}
        ) from error


def _allowed(url, allowed_hosts, allow_plain):
    try:
        target = urlsplit(url)
        port = target.port
    except ValueError as error:
        raise _refused(url) from error
    plain = target.scheme == "http" and allow_plain and target.hostname in _LOCALHOST
    if not (target.scheme == "https" or plain) or target.hostname not in allowed_hosts or target.username is not None:
        raise _refused(target.hostname or url)
    if port == 0 or not url.isascii() or any(char.isspace() for char in url):
        raise _refused(target.hostname)
    return target


def _refused(host):
    return BusinessError("http.refused", _("The portal may not send requests to %(host)s.") % {"host": host})


def _connected(target, timeout, allow_plain):
    """Connects to the very address that was checked: a second look-up by name could lead elsewhere."""
    secure = target.scheme == "https"
    port = target.port or (443 if secure else 80)
    address = _address(target.hostname, port, allow_plain)
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(target.hostname, port, timeout=timeout)
    connection.sock = socket.create_connection((address, port), timeout)
    if secure:
        try:
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=target.hostname)
        except OSError:
            connection.close()
            raise
    return connection


def _address(host, port, allow_plain):
    found = [entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not allow_plain and not all(map(_is_public, found)):
        raise _refused(host)
    return found[0]


def _is_public(text):
    address = ipaddress.ip_address(text)
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_global and not address.is_multicast


def _read(response, deadline, limit, host):
    content = bytearray()
    while chunk := response.read1(64 * 1024):
        content += chunk
        if len(content) > limit:
            raise BusinessError("http.too_large", _("The answer of %(host)s is too large.") % {"host": host})
        if time.monotonic() > deadline:
            raise TimeoutError("timed out")
    if response.length:
        raise http.client.IncompleteRead(bytes(content), response.length)
    return bytes(content)
