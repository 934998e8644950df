from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access import permissions
from foundation.access.actions.deputies import NAME
from foundation.access.decisions import Deny
from foundation.access.gate import SELF, requires
from foundation.access.models import Deputy
from foundation.access.policy import can, grants_of

from .. import worklist
from ..queries import rights_by_room

TABS = {
    "facts": (_("My profile"), "profile", ""),
    "rights": (_("What may I do?"), "profile", "?tab=rights"),
    "calendar": (_("My calendar"), "calendar_settings", ""),
    "notices": (_("My notices"), "notice_settings", ""),
}


@require_safe
@requires(SELF)
def my_work(request):
    return render(request, "desk/work.html", {"items": worklist.of(request.person)})


@require_safe
@requires(SELF)
def profile(request):
    person = request.person
    tab = "rights" if request.GET.get("tab") == "rights" else "facts"
    context = {
        "person": person,
        "tab": tab,
        "tabs": profile_tabs(tab),
        "facts": [
            {"label": _("Name"), "value": person},
            {"label": _("E-mail"), "value": person.email},
            {"label": _("Company"), "value": person.company},
            {"label": _("Unit"), "value": person.unit},
            {"label": _("Job title"), "value": person.job_title or None},
        ],
        "deputies": Deputy.objects.of(person)
        .filter(valid_to__gte=timezone.localdate())
        .select_related("principal", "person"),
        "grants": grants_of(person, timezone.localdate()),
        "may_name": can(person, NAME),
        "rooms": rights_by_room(person) if tab == "rights" else {},
    }
    return render(request, "desk/profile.html", context)


def profile_tabs(active):
    return [
        {"label": label, "url": reverse(page) + query, "active": name == active}
        for name, (label, page, query) in TABS.items()
    ]


@require_safe
@requires(SELF)
def why(request, permission):
    """Why may I not, and who may? What nobody declared does not exist."""
    if not permissions.is_declared(permission):
        raise Http404
    decision = can(request.person, permission)
    denied = Deny(request.GET.get("rule", "") or getattr(decision, "rule", ""), "", permission)
    return render(request, "desk/why.html", {"denied": denied, "allowed": bool(decision)})
