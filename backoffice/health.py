"""Does the portal live, and is it ready for work? For load balancers and for people at the machine itself."""

from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from foundation.access.gate import public

from .doctor import State, broker, disk, migrations, reachable_database, triggers

LOOPBACK = {"127.0.0.1", "::1"}
GUARDS_SECONDS = 60


@require_safe
@public
def live(request):
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@public
def ready(request):
    """503 where work is impossible. Without the broker work goes on and jobs wait: 200, degraded."""
    parts = dict(_parts())
    needed = all(state for name, state in parts.items() if name != "broker")
    word = "not ready" if not needed else "ready" if parts["broker"] else "degraded"
    answer = {"status": word}
    if from_this_machine(request):
        answer["parts"] = {name: "ok" if state else "bad" for name, state in parts.items()}
    return JsonResponse(answer, status=200 if needed else 503)


def from_this_machine(request):
    """A proxy here asks from here too, but says for whom."""
    return request.META.get("REMOTE_ADDR") in LOOPBACK and "HTTP_X_FORWARDED_FOR" not in request.META


def _parts():
    database = _well(reachable_database)
    yield "database", database
    if database:
        yield "migrations", _well(migrations)
        yield "guards", cache.get_or_set("health.guards", lambda: _well(triggers), GUARDS_SECONDS)
    yield "disk", _well(disk)
    yield "broker", _well(broker)


def _well(examine):
    return examine().state is not State.BAD
