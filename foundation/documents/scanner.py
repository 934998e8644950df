"""The virus scanner: clamd's INSTREAM, https://docs.clamav.net/manual/Usage/Scanning.html. None is asked where
CLAMD_URL names none."""

import socket
from contextlib import closing
from struct import pack
from urllib.parse import urlsplit

from django.conf import settings

TIMEOUT_SECONDS = 60
CHUNK = 1_000_000  # below clamd's own StreamMaxLength
FOUND, CLEAN = " FOUND", "stream: OK"


def virus_in(content):
    """The name of what was found, or nothing. OSError where the scanner does not answer, or not as it should."""
    if not settings.CLAMD_URL:
        return ""
    answer = _asked("INSTREAM", *_chunks(content), pack("!I", 0))
    if answer.endswith(FOUND):
        return answer.removeprefix("stream: ").removesuffix(FOUND)
    if answer != CLEAN:
        raise OSError(answer)
    return ""


def answers():
    return _asked("PING") == "PONG"


def _chunks(content):
    for start in range(0, len(content), CHUNK):
        chunk = content[start : start + CHUNK]
        yield pack("!I", len(chunk)) + chunk


def _asked(command, *more):
    with closing(_connected()) as connection:
        for part in (f"z{command}\0".encode(), *more):
            connection.sendall(part)
        with connection.makefile("rb") as reader:
            return reader.read(4096).rstrip(b"\0").decode("utf-8", "replace")


def _connected():
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "tcp":
        return socket.create_connection((address.hostname, address.port), TIMEOUT_SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(TIMEOUT_SECONDS)
    connection.connect(address.path)
    return connection
