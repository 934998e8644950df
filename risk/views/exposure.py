"""What is open at this moment, beside its limits."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import requires

from ..choices import LimitKind
from ..queries.use import Uses, standings
from ..tables.limits import bar_of
from .scope import company_asked

VIEW = "risk.limit:view"


@require_safe
@requires(VIEW)
def exposure(request):
    company = company_asked(request)
    kind = request.GET.get("by")
    kind = LimitKind(kind) if kind in LimitKind.values else LimitKind.COUNTERPARTY
    rows = standings(company, kind)
    total, deals = Uses(company).of_thing(LimitKind.TOTAL, None)
    address = reverse("risk:exposure")
    context = {
        "rows": [(row, bar_of(row.use) if row.limit else "") for row in rows],
        "kind": kind,
        "tabs": [{"label": each.label, "url": f"{address}?by={each}", "active": each == kind} for each in LimitKind],
        "total": total,
        "deals": deals,
        "at": timezone.now(),
        "title": _("Exposure"),
    }
    return render(request, "risk/exposure.html", context)
