from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import requires
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.cut_offs import EDIT, set_cut_off
from ..forms.cut_offs import CutOffForm
from ..models import CutOff
from ..tables.cut_offs import CUT_OFFS
from .deals import VIEW
from .scope import company_here


@require_safe
@requires(VIEW)
def cut_offs(request):
    return list_page(
        request,
        queryset=CutOff.objects.visible_to(request.person)
        .filter(company=company_here(request))
        .select_related("set_by"),
        table=CUT_OFFS,
        title=_("Cut-off of deals"),
        actions=[Action(_("New cut-off"), reverse("settlement:cut_off_new"), EDIT, icon="plus", key="n")],
        empty=Empty(_("No cut-off was set; deals are late after 17:00.")),
    )


@requires(EDIT)
def create(request):
    company = company_here(request)
    form = CutOffForm(request.POST or None)

    def act(data):
        facts = {name: data[name] for name in ("product", "time", "valid_from")}
        set_cut_off(by=request.person, company=company, **facts)
        return reverse("settlement:cut_offs")

    if request.method == "POST" and (
        done := perform(request, form, act, permission=EDIT, message=_("The cut-off was set."))
    ):
        return done
    cancel = reverse("settlement:cut_offs")
    return form_page(request, form=form, title=_("New cut-off"), submit=_("Set the cut-off"), cancel=cancel)
