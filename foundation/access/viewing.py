"""R21: while somebody looks as another person, the pages are those of that person, and nothing is written."""

from datetime import UTC, datetime

from django.utils import timezone

from .models import Viewing
from .policy import can

KEY, SEEN = "viewing", "viewing_seen"
SAFE = {"GET", "HEAD", "OPTIONS"}
CLOSED = ("/accounts/", "/admin/")  # passwords, second factors, sessions
LEAVING = {"account_logout", "desk:end_viewing"}


def start(request, viewing):
    request.session[KEY] = viewing.pk
    request.session[SEEN] = datetime.now(UTC).timestamp()


def stop(request):
    for key in (KEY, SEEN):
        request.session.pop(key, None)


def look_as(request):
    """Puts the person looked as in the place of the one who looks, as long as it holds and he still may."""
    if KEY not in request.session:
        return
    now = timezone.now()
    seen = request.session.get(SEEN, 0)
    viewing = Viewing.objects.select_related("person__company", "person__unit").filter(pk=request.session[KEY]).first()
    holds = viewing is not None and viewing.viewer_id == request.person.pk and viewing.holds(now)
    put_back = now.timestamp() < seen
    if not holds or put_back or not can(request.person, "access.view_as:run"):
        stop(request)
        return
    request.session[SEEN] = now.timestamp()
    request.viewer, request.person, request.viewing = request.person, viewing.person, viewing


def may_while_viewing(request):
    if request.resolver_match.view_name in LEAVING:
        return True
    return request.method in SAFE and not request.path.startswith(CLOSED)
