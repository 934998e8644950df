from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import requires
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.terms import EDIT, set_terms
from ..forms.settling import TermsForm
from ..models import ProductTerms
from ..tables.settling import TERMS
from .confirmations import VIEW
from .scope import company_here


@require_safe
@requires(VIEW)
def terms(request):
    return list_page(
        request,
        queryset=ProductTerms.objects.visible_to(request.person)
        .filter(company=company_here(request))
        .select_related("set_by"),
        table=TERMS,
        title=_("Terms of products"),
        actions=[Action(_("Set terms"), reverse("settlement:terms_new"), EDIT, icon="plus", key="n")],
        empty=Empty(_("Nobody has set terms yet. Without them no deal can be confirmed.")),
    )


@requires(EDIT)
def create(request):
    company = company_here(request)
    form = TermsForm(request.POST or None, initial={"valid_from": timezone.localdate()})

    def act(data):
        set_terms(by=request.person, company=company, **form.facts())
        return reverse("settlement:terms")

    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=_("Set."))):
        return done
    cancel = reverse("settlement:terms")
    return form_page(request, form=form, title=_("Set the terms of a product"), submit=_("Set terms"), cancel=cancel)
