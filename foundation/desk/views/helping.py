from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from foundation.access.gate import check, requires
from foundation.access.models import SignInHelp
from foundation.organisation.models import Person
from foundation.screens.writing import form_page, perform

from ..forms import HelpForm
from ..helping import APPROVE, REQUEST, request_help, take_link


@requires(REQUEST)
def ask(request, pk):
    person = get_object_or_404(Person.objects.visible_to(request.person), pk=pk)
    check(request.person, REQUEST, person)
    form = HelpForm(request.POST or None)
    back = reverse("desk:person", args=[pk])

    def act(data):
        request_help(person, by=request.person, lost=data["lost"], reason=data["reason"])
        return back

    said = _("A second administrator now has to approve this.")
    if request.method == "POST" and (done := perform(request, form, act, permission=REQUEST, message=said)):
        return done
    title = _("Help {person} with signing in").format(person=person)
    return form_page(request, form=form, title=title, submit=_("Request"), cancel=back)


@require_POST
@requires(APPROVE)
def link(request, pk):
    """No redirect: the link stands on this one page and is kept nowhere."""
    help = get_object_or_404(SignInHelp.objects.visible_to(request.person).select_related("person"), pk=pk)
    address = request.build_absolute_uri(take_link(help, by=request.person))
    return render(request, "desk/sign_in_link.html", {"person": help.person, "address": address})
