from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access import sides
from foundation.access.gate import SELF, requires
from foundation.desk import figures, worklist
from foundation.organisation.choices import Side
from foundation.screens import menu

FIRST = 5
MORNING_ENDS, EVENING_BEGINS = 11, 18

WORDS = {
    Side.FRONT: _(
        "You work in the front office. Bookkeeping, payments and their approval belong to the back office, as the "
        "separation of duties asks. What you can do here stands below."
    ),
    Side.AUDIT: _("Internal audit reads everything here and changes nothing."),
    Side.ADMIN: _("You administer access or the system. Business itself stays with the departments."),
    Side.NEUTRAL: _("You hold no role of a department yet. The administration of access can request one for you."),
}


@require_safe
@requires(SELF)
def home(request):
    work = worklist.of(request.person)
    context = {
        "greeting": greeting(timezone.localtime()),
        "words": WORDS.get(sides.side_of(request.person), ""),
        "work": work[:FIRST],
        "more": max(len(work) - FIRST, 0),
        "figures": figures.of(request.person),
        "sections": menu.for_request(request),
    }
    return render(request, "home.html", context)


def greeting(now):
    if now.hour < MORNING_ENDS:
        return _("Good morning")
    return _("Good day") if now.hour < EVENING_BEGINS else _("Good evening")
