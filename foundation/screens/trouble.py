"""When the ground gives way: the database does not answer, or the disk is full. The page that says so needs neither."""

import errno
import sys
from dataclasses import asdict, dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

DISK_FULL = "53100"  # of PostgreSQL
WAIT_SECONDS = 10


@dataclass(frozen=True)
class Trouble:
    status: int
    title: str = ""
    sentence: str = ""


BROKEN = Trouble(500)
NO_ANSWER = Trouble(
    503,
    _("The database does not answer"),
    _("Nothing was changed. Please wait a moment and send it again: what is sent twice is done once."),
)
NO_SPACE = Trouble(
    507,
    _("There is no space left"),
    _("Nothing was changed. Please tell the administration that the disk of the portal is full."),
)


def broken(request):
    """Django's `handler500`: whatever went wrong, wherever."""
    trouble = trouble_of(sys.exc_info()[1])
    page = render_to_string("500.html", {**asdict(trouble), "request_id": getattr(request, "id", "")})
    headers = {"Retry-After": str(WAIT_SECONDS)} if trouble is NO_ANSWER else {}
    return HttpResponse(page, status=trouble.status, headers=headers)


def trouble_of(error):
    if _is_full(error):
        return NO_SPACE
    return NO_ANSWER if isinstance(error, (OperationalError, InterfaceError)) else BROKEN


def _is_full(error):
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    code = getattr(error.__cause__, "pgcode", "")
    return isinstance(error, OperationalError) and (code == DISK_FULL or "is full" in str(error))
