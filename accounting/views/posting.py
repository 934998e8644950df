from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import requires
from foundation.access.policy import can
from foundation.lib.errors import BusinessError
from foundation.screens.forms import CommandForm
from foundation.screens.writing import perform

from ..actions.posting import post_entries
from ..choices import PeriodState
from ..models import Entry
from .entries import POST
from .scope import command

MOST = 500


@requires(POST)
def posting(request):
    """First what would be posted and what cannot be, with the reason; then, asked again, all of it or nothing."""
    sent = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(request, sent.getlist("entry"))
    form = CommandForm(request.POST or None)

    def act(data):
        if not chosen:
            raise BusinessError("entry.none_chosen", _("No draft was chosen."))
        posted = post_entries([entry.pk for entry in chosen], by=request.person)
        return posted[0].get_absolute_url() if len(posted) == 1 else reverse("accounting:entries") + "?state=posted"

    if request.method == "POST" and (done := perform(request, form, act, permission=POST, message=_("Posted."))):
        return done
    answers = [(entry, _why_not(request.person, entry)) for entry in chosen]
    fit = [entry for entry, reason in answers if not reason]
    context = {
        "fit": fit,
        "unfit": [(entry, reason) for entry, reason in answers if reason],
        "total": sum(entry.total for entry in fit),
        "form": form,
        "command": command,
    }
    return render(request, "accounting/posting.html", context, status=getattr(form, "status", 200))


def _chosen(request, asked):
    keys = [int(key) for key in asked[:MOST] if key.isdecimal() and len(key) < 18]
    found = Entry.objects.visible_to(request.person).filter(pk__in=keys)
    return list(
        found.select_related("company__ledger", "journal", "fiscal_year", "period")
        .prefetch_related("editors", "lines")
        .order_by("posting_date", "pk")
    )


def _why_not(person, entry):
    """The reason in words, or an empty text."""
    if entry.is_posted:
        return _("It is posted already.")
    if not (answer := can(person, POST, entry)):
        return answer.sentence
    lines = entry.lines.all()
    if len(lines) < 2:
        return _("An entry has at least two lines.")
    if sum(line.amount for line in lines):
        return _("Debit and credit are not equal.")
    if entry.period.state != PeriodState.OPEN:
        return _("The period {period} is locked.").format(period=entry.period)
    return ""
