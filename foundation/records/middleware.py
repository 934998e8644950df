from uuid import uuid4

from .actor import coming_from


class RequestIdMiddleware:
    """Gives each request an id that travels through job, mail, log and audit row."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid4().hex[:16]
        with coming_from(request=request.id):
            response = self.get_response(request)
        response["X-Request-Id"] = request.id
        return response
