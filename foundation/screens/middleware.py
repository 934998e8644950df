from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from foundation.access import denials
from foundation.access.gate import Denied
from foundation.lib.errors import BusinessError


class BusinessErrorMiddleware:
    """A rule that says no becomes a page with its sentence. What signed-in people see is kept by no cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        if getattr(request, "person", None):
            response["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, Denied):
            denials.note(request, exception)
            return forbidden(request, exception)
        if isinstance(exception, BusinessError):
            return render(request, "409.html", {"error": exception}, status=exception.status)
        return None


def forbidden(request, exception=None):
    """Also Django's `handler403`: a refusal before the view is reached looks the same."""
    return render(request, "403.html", {"denied": exception}, status=403)
