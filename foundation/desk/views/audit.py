from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import check, requires
from foundation.jobs.actions import enqueue
from foundation.records import seals
from foundation.screens.forms import CommandForm
from foundation.screens.history import in_words
from foundation.screens.views import Action, list_page
from foundation.screens.writing import perform

from .. import verifying
from ..forms import AuditFilters
from ..queries import audit_events, checks_of_the_trail
from ..tables import AUDIT

VIEW, EXPORT, VERIFY, SCAN = "records.audit:view", "records.audit:export", "records.audit:verify", "access.scan:run"
CHECKS = 20


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
    """Asks for a check, and shows the last ones; the newest is followed while it runs."""
    form = CommandForm(request.POST or None)

    def act(data):
        enqueue(verifying.KIND, key=f"{verifying.KIND}:{data['command_id']}", by=request.person)
        return reverse("desk:verify")

    if request.method == "POST":
        check(request.person, SCAN)
        if done := perform(request, form, act, permission=SCAN):
            return done
    newest, *earlier = [*checks_of_the_trail()[:CHECKS]] or [None]
    context = {"form": form, "last": seals.last_seal(), "check": newest, "earlier": earlier}
    return render(request, "desk/verify.html", context, status=getattr(form, "status", 200))


@require_safe
@requires(VERIFY)
def progress(request, pk):
    return render(request, "desk/check.html", {"check": get_object_or_404(checks_of_the_trail(), pk=pk)})
