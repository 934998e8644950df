"""One address answers a page or a part of it: htmx says in its headers what it asks for."""

WHOLE = ("HX-Boosted", "HX-History-Restore-Request")


def wants_partial(request):
    """A part of the page; not so for a boosted link, a page restored to the history, or the preview beside a list."""
    return "HX-Request" in request.headers and not wants_preview(request) and not _says(request, *WHOLE)


def wants_preview(request):
    return request.headers.get("HX-Target") == "preview"


def wants_panel(request):
    return request.headers.get("HX-Target") == "panel"


def _says(request, *names):
    return any(name in request.headers for name in names)
