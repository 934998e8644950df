from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from foundation.access.gate import SELF, requires

from .models import Document
from .queries import opened
from .rules import may_see


@require_safe
@requires(SELF)
def download(request, pk):
    """The file as an attachment that no browser runs; what one may not see does not exist, what was altered stays."""
    document = get_object_or_404(Document, pk=pk)
    if not may_see(request.person, document):
        raise Http404
    response = FileResponse(
        opened(document), as_attachment=True, filename=document.name, content_type=document.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response
