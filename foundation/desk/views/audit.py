from itertools import islice

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import check, requires
from foundation.access.queries.grants import conflicts_in_force
from foundation.records import seals
from foundation.screens.history import in_words
from foundation.screens.views import Action, list_page

from ..forms import AuditFilters
from ..queries import audit_events
from ..tables import AUDIT

VIEW, EXPORT, VERIFY, SCAN = "records.audit:view", "records.audit:export", "records.audit:verify", "access.scan:run"
SHOWN = 100


@require_safe
@requires(VIEW)
def trail(request):
    if "format" in request.GET:
        check(request.person, EXPORT)
    return list_page(
        request,
        queryset=audit_events(),
        table=AUDIT,
        filters=AuditFilters(request.GET, person=request.person),
        title=_("Audit trail"),
        actions=[Action(_("Verify"), reverse("desk:verify"), VERIFY, icon="shield-check")],
    )


@require_safe
@requires(VIEW)
def event(request, pk):
    found = get_object_or_404(audit_events().select_related("payload"), pk=pk)
    facts = [
        (_("Table"), found.table, ""),
        (_("Key"), found.key, f"{reverse('desk:audit')}?table={found.table}&search={found.key}"),
        (_("Actor"), found.actor, ""),
        (_("Request"), found.request, f"{reverse('desk:audit')}?search={found.request}"),
        (_("Session"), found.session, ""),
        (_("Transaction"), found.transaction, ""),
    ]
    context = {
        "event": found,
        "events": in_words([found]),
        "facts": [{"label": label, "value": value, "url": url} for label, value, url in facts if value],
    }
    return render(request, "desk/event.html", context)


@requires(VERIFY)
def verify(request):
    context = {"last": seals.last_seal(), "asked": request.method == "POST"}
    if context["asked"]:
        check(request.person, SCAN)
        context["breaks"] = list(islice(seals.verify(), SHOWN))
        context["conflicts"] = conflicts_in_force()
    return render(request, "desk/verify.html", context)
