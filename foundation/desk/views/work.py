from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import SELF, requires
from foundation.access.policy import grants_of

from .. import worklist
from ..queries import rights_by_room

TABS = {"facts": _("My profile"), "rights": _("What may I do?")}


@require_safe
@requires(SELF)
def my_work(request):
    return render(request, "desk/work.html", {"groups": worklist.grouped(request.person)})


@require_safe
@requires(SELF)
def profile(request):
    person = request.person
    tab = "rights" if request.GET.get("tab") == "rights" else "facts"
    context = {
        "person": person,
        "tab": tab,
        "tabs": [{"label": label, "url": f"?tab={name}", "active": name == tab} for name, label in TABS.items()],
        "facts": [
            {"label": _("Name"), "value": person},
            {"label": _("E-mail"), "value": person.email},
            {"label": _("Company"), "value": person.company},
            {"label": _("Unit"), "value": person.unit},
            {"label": _("Job title"), "value": person.job_title or None},
        ],
        "grants": grants_of(person, timezone.localdate()),
        "rooms": rights_by_room(person) if tab == "rights" else {},
    }
    return render(request, "desk/profile.html", context)
