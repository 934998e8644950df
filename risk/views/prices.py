"""What the market says: reference prices brought in, set by hand and looked up."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from foundation.access.approvals import pending_about
from foundation.access.gate import requires
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import day
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.prices import EDIT, import_prices, propose_price
from ..forms.prices import PriceFilters, PriceForm, RatesForm
from ..models import ReferencePrice
from ..tables.prices import PRICES, price_shown, price_state

VIEW = "risk.price:view"
PROPOSED = _("The price was set. It holds once another person of risk control has approved it.")


@require_safe
@requires(VIEW)
def prices(request):
    new, bring = reverse("risk:price_new"), reverse("risk:price_import")
    return list_page(
        request,
        queryset=ReferencePrice.objects.visible_to(request.person),
        table=PRICES,
        filters=PriceFilters(request.GET),
        title=_("Reference prices"),
        actions=[
            Action(_("Import reference rates"), bring, EDIT, icon="file-import"),
            Action(_("New reference price"), new, EDIT, icon="plus", key="n"),
        ],
        empty=Empty(_("There are no reference prices yet. Without them each deal has to be judged by hand.")),
    )


@require_safe
@requires(VIEW)
def price(request, pk):
    found = ReferencePrice.objects.visible_to(request.person).select_related("made_by", "approved_by")
    price = get_object_or_404(found, pk=pk)
    context = {
        "price": price,
        "state": price_state(price),
        "facts": _facts(price),
        "approval": pending_about(price).first(),
        "events": history_of(ReferencePrice._meta.db_table, price.pk),
    }
    return render(request, "risk/price.html", context)


@requires(EDIT)
def create(request):
    form = PriceForm(request.POST or None, initial={"day": timezone.localdate()})

    def act(data):
        facts = {name: value for name, value in data.items() if name != "command_id"}
        return propose_price(by=request.person, **facts).get_absolute_url()

    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=PROPOSED)):
        return done
    return form_page(
        request, form=form, title=_("New reference price"), submit=_("Set"), cancel=reverse("risk:prices"),
        template="risk/narrow_form.html",
    )  # fmt: skip


@requires(EDIT)
def bring_in(request):
    form = RatesForm(request.POST or None, request.FILES or None)

    def act(data):
        messages.success(request, _told(import_prices(by=request.person, upload=data["file"])))
        return reverse("risk:prices")

    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT)):
        return done
    return form_page(
        request, form=form, title=_("Import reference rates"), submit=_("Read the file"), cancel=reverse("risk:prices")
    )


def _told(imported):
    counts = {name: number_format(value, force_grouping=True) for name, value in vars(imported).items()}
    new = ngettext(
        "New: {new} prices of {days} day in {currencies} currencies.",
        "New: {new} prices of {days} days in {currencies} currencies.",
        imported.days,
    )
    told = [new if imported.new else _("Nothing new.")]
    if imported.known:
        told.append(_("Known already: {known}."))
    if imported.old:
        told.append(_("Left out: {old} rates older than two years, for no deal is held against them."))
    return " ".join(map(str, told)).format(**counts)


def _facts(price):
    pairs = [
        (_("Kind"), price.get_kind_display()),
        (_("Day"), day(price.day)),
        (_("Price"), price_shown(price)),
        (_("Source"), price.get_source_display()),
        (_("Reason"), price.reason),
        (_("Set by"), price.made_by),
        (_("Approved by"), price.approved_by),
    ]
    return [{"label": label, "value": value} for label, value in pairs if value]
