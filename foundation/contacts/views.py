from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.screens.history import history_of
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from . import actions
from .actions import ADD_BANK_ACCOUNT, EDIT
from .forms import BankAccountForm, ContactForm, NewPartnerForm, PartnerFilters, PartnerForm
from .models import Partner
from .tables import PARTNERS

VIEW = "contacts.partner:view"
TABS = {
    "facts": _("Facts"),
    "contacts": _("Contacts"),
    "bank": _("Bank accounts"),
    "history": _("History"),
}


@require_safe
@requires(VIEW)
def partners(request):
    return list_page(
        request,
        queryset=Partner.objects.visible_to(request.person).where_works(request.person),
        table=PARTNERS,
        filters=PartnerFilters(request.GET),
        title=_("Business partners"),
        actions=[
            Action(_("New partner"), reverse("contacts:create"), EDIT, icon="plus", key="n"),
            Action(_("Import a file"), reverse("contacts:imports"), EDIT, icon="file-import"),
        ],
        empty=Empty(_("There are no business partners yet.")),
    )


@require_safe
@requires(VIEW)
def partner(request, pk):
    partner = _visible(request, pk)
    tab = request.GET.get("tab")
    tab = tab if tab in TABS else "facts"
    context = {
        "partner": partner,
        "tab": tab,
        "tabs": [
            {"label": label, "url": f"{request.path}?tab={name}", "active": name == tab} for name, label in TABS.items()
        ],
        "facts": _facts(partner) if tab == "facts" else [],
        "events": history_of(Partner._meta.db_table, partner.pk) if tab == "history" else [],
        "may_edit": can(request.person, EDIT, partner),
    }
    return render(request, "contacts/partner.html", context)


@requires(EDIT)
def create(request):
    form = NewPartnerForm(request.POST or None, person=request.person)
    if request.method == "POST" and (
        done := perform(
            request,
            form,
            lambda data: actions.create_partner(by=request.person, **form.facts()).get_absolute_url(),
            permission=EDIT,
            message=_("The business partner was created."),
        )
    ):
        return done
    return form_page(
        request, form=form, title=_("New business partner"), submit=_("Create"), cancel=reverse("contacts:partners")
    )


@requires(EDIT)
def edit(request, pk):
    partner = _editable(request, pk)
    form = PartnerForm(request.POST or None, initial=model_to_dict(partner))
    return _written(
        request,
        partner,
        form,
        lambda data: actions.change_partner(partner, by=request.person, **form.facts()),
        title=_("Change {partner}").format(partner=partner),
    )


@requires(ADD_BANK_ACCOUNT)
def add_bank_account(request, pk):
    partner = _editable(request, pk)
    form = BankAccountForm(request.POST or None, initial={"holder": str(partner), "valid_from": timezone.localdate()})

    def add(data):
        fields = {name: data[name] for name in ("iban", "bic", "holder", "valid_from")}
        actions.add_bank_account(partner, by=request.person, **fields)

    return _written(request, partner, form, add, title=_("New bank account"), tab="bank")


@requires(EDIT)
def add_contact(request, pk):
    partner = _editable(request, pk)
    form = ContactForm(request.POST or None)

    def add(data):
        fields = {name: data[name] for name in ("name", "role", "email", "phone")}
        actions.add_contact(partner, by=request.person, **fields)

    return _written(request, partner, form, add, title=_("New contact"), tab="contacts")


def _written(request, partner, form, action, *, title, tab="facts"):
    """A form about a partner, and the way back to the tab that shows what it did."""
    back = f"{partner.get_absolute_url()}?tab={tab}"

    def act(data):
        action(data)
        return back

    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=_("Saved."))):
        return done
    return form_page(request, form=form, title=title, submit=_("Save"), cancel=back)


def _visible(request, pk):
    return get_object_or_404(Partner.objects.visible_to(request.person).select_related("company"), pk=pk)


def _editable(request, pk):
    partner = _visible(request, pk)
    check(request.person, EDIT, partner)
    return partner


def _facts(partner):
    address = ", ".join(filter(None, [partner.street, f"{partner.postcode} {partner.city}".strip(), partner.country]))
    pairs = [
        (_("Number"), partner.number),
        (_("Kind"), partner.get_kind_display()),
        (_("Company"), partner.company),
        (_("Address"), address),
        (_("VAT identification number"), partner.vat_id),
        (_("E-mail"), partner.email),
        (_("Phone"), partner.phone),
        (_("Note"), partner.note),
    ]
    return [{"label": label, "value": value or None} for label, value in pairs]
