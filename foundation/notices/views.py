from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import SELF, requires

from .actions import mark_all_read
from .queries import latest_notices


@require_safe
@requires(SELF)
def notices(request):
    return render(request, "notices/list.html", {"notices": latest_notices(request.person)})


@require_POST
@requires(SELF)
def read_all(request):
    mark_all_read(by=request.person)
    return redirect("notices")
