"""How the portal is, part by part, and since when."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.access.gate import requires

from .doctor import State
from .models import Condition
from .watch import PATIENCE, all_checks

KINDS = {State.OK: "done", State.WARN: "waiting", State.BAD: "error"}


@require_safe
@requires("backoffice.system:view")
def system(request):
    known = Condition.objects.in_bulk()
    looks = [part.checked_at for part in known.values()]
    context = {
        "parts": [_part(check(), known.get(check.__name__)) for check in all_checks()],
        "looked": max(looks, default=None),
        "asleep": not looks or max(looks) < timezone.now() - 2 * PATIENCE,
    }
    return render(request, "system.html", context)


def _part(finding, condition):
    words = {State.OK: _("well"), State.WARN: _("look at it"), State.BAD: _("not well")}
    return {
        "finding": finding,
        "kind": KINDS[finding.state],
        "word": words[finding.state],
        "since": condition.since if condition and condition.state == finding.state else None,
    }
