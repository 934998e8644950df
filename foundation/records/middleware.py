import logging
import time
from uuid import uuid4

from .actor import coming_from

log = logging.getLogger("request")


class RequestIdMiddleware:
    """Gives each request an id that travels through job, mail, log and audit row, and logs how it was answered.

    The log names the pattern of the address, never the address itself: that may hold a code to sign in with.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid4().hex[:16]
        began = time.perf_counter()
        with coming_from(request=request.id):
            response = self.get_response(request)
            log.info("answered", extra={"facts": _facts(request, response, time.perf_counter() - began)})
        response["X-Request-Id"] = request.id
        return response


def _facts(request, response, seconds):
    person = getattr(request, "person", None)
    return {
        "method": request.method,
        "route": request.resolver_match.route if request.resolver_match else "",
        "status": response.status_code,
        "ms": round(seconds * 1000),
        "person": person.pk if person else None,
    }
