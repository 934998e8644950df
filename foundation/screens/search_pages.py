from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.access.gate import SELF, requires

from . import palette
from .search import Query, find

FEW, PAGE, LAST = 5, 20, 50


@require_safe
@requires(SELF)
def search(request):
    """All kinds with their first hits, or page by page the hits of one kind."""
    text, kind = _text(request), request.GET.get("kind", "")
    page = _page(request.GET.get("page", "")) if kind else 1
    size = PAGE if kind else FEW
    context = {
        "text": text,
        "kind": kind,
        "page": page,
        "last": page == LAST,
        "groups": find(request.person, text, kind=kind, start=(page - 1) * size, limit=size),
        "asked": not Query(request.person, text).is_short,
    }
    return render(request, "screens/search.html", context)


@require_safe
@requires(SELF)
def choices(request):
    """What the palette shows, as a part of a page."""
    text = _text(request)
    return render(request, "screens/palette_choices.html", {"text": text, "sections": palette.sections(request, text)})


def _text(request):
    return request.GET.get("q", "").replace("\0", "").strip()[:100]


def _page(text):
    return min(max(int(text), 1), LAST) if text.isdecimal() and len(text) < LAST else 1
