from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from foundation.access.gate import public


@require_safe
@public
def security_txt(request):
    """RFC 9116: to whom a weakness is reported. Only where the operator has named somebody, and until when."""
    if not (settings.SECURITY_CONTACT and settings.SECURITY_EXPIRES):
        raise Http404
    canonical = request.build_absolute_uri(request.path)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {settings.SECURITY_EXPIRES}",
        "Preferred-Languages: de, en",
        f"Canonical: {canonical}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
