from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import check, requires
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.services import EDIT, set_service
from ..choices import OrderKind
from ..forms.services import ServiceForm
from ..models import Service
from ..queries.services import USUAL, levels_of
from ..tables.services import SERVICES


@require_safe
@requires(EDIT)
def services(request):
    company = _company(request)
    kept = set(Service.objects.filter(company=company).values_list("kind", flat=True))
    missing = [kind for kind in OrderKind if kind not in kept]
    return list_page(
        request,
        queryset=Service.objects.visible_to(request.person)
        .filter(company=company)
        .select_related("team")
        .prefetch_related("levels"),
        table=SERVICES,
        title=_("Teams and times"),
        actions=[
            Action(
                _("New: {kind}").format(kind=kind.label), reverse("workorders:service_new", args=[kind]), EDIT, "plus"
            )
            for kind in missing[:3]
        ],
        empty=Empty(_("No team does work for the front office yet.")),
    )


@requires(EDIT)
def service(request, pk):
    found = get_object_or_404(Service.objects.visible_to(request.person).select_related("team", "company"), pk=pk)
    check(request.person, EDIT, found)
    return _form(request, found.company, OrderKind(found.kind), {"team": found.team_id, **levels_of(found)})


@requires(EDIT)
def create(request, kind):
    if kind not in OrderKind:
        raise Http404
    return _form(request, _company(request), OrderKind(kind), USUAL)


def _form(request, company, kind, initial):
    form = ServiceForm(request.POST or None, company=company, initial=initial)

    def act(data):
        set_service(by=request.person, company=company, kind=kind, team=data["team"], minutes=form.minutes())
        return reverse("workorders:services")

    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=_("Saved."))):
        return done
    return form_page(request, form=form, title=kind.label, submit=_("Save"), cancel=reverse("workorders:services"))


def _company(request):
    return request.person.company_of(request.person.reached)
