"""What is counted on every page, asked for when the page is there: nobody waits for a number."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.access.gate import SELF, requires

from . import menu


@require_safe
@requires(SELF)
def badges(request):
    return render(request, "screens/badges.html", {"badges": menu.badges_for(request.person)})
