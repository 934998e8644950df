"""What is done with several entries at once."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from foundation.access.gate import requires
from foundation.access.policy import can
from foundation.screens.bulk import bulk_page

from ..actions.entries import discard_drafts
from ..actions.posting import post_entries
from ..choices import PeriodState
from ..models import Entry
from ..tables.entries import ENTRIES_IN_BRIEF
from .entries import CAPTURE, POST


@requires(POST)
def posting(request):
    def act(chosen, data):
        posted = post_entries([entry.pk for entry in chosen], by=request.person)
        return posted[0].get_absolute_url() if len(posted) == 1 else reverse("accounting:entries") + "?state=posted"

    return bulk_page(
        request,
        name="entry",
        rows=_rows(request).prefetch_related("editors", "lines"),
        table=ENTRIES_IN_BRIEF,
        why_not=lambda entry: _why_not_post(request.person, entry),
        act=act,
        permission=POST,
        title=_("Post entries"),
        submit=ngettext_lazy("Post %(number)d entry", "Post %(number)d entries", "number"),
        note=_("A posted entry is never changed again; it can only be reversed."),
        message=_("Posted."),
        back=_back(),
    )


@requires(CAPTURE)
def discarding(request):
    return bulk_page(
        request,
        name="entry",
        rows=_rows(request).select_related("bank_line__statement").prefetch_related("documents"),
        table=ENTRIES_IN_BRIEF,
        why_not=lambda entry: _why_not_discard(request.person, entry),
        act=lambda chosen, data: discard_drafts(chosen, by=request.person),
        permission=CAPTURE,
        title=_("Discard drafts"),
        submit=ngettext_lazy("Discard %(number)d draft", "Discard %(number)d drafts", "number"),
        note=_("Drafts are deleted. Their history remains."),
        message=_("The drafts were discarded."),
        back=_back(),
    )


def _rows(request):
    found = Entry.objects.visible_to(request.person).order_by("posting_date", "pk")
    return found.select_related("company__ledger", "journal", "fiscal_year", "period", "captured_by")


def _back():
    return _("Entries"), reverse("accounting:entries")


def _why_not_post(person, entry):
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


def _why_not_discard(person, entry):
    if entry.is_posted:
        return _("It is posted already.")
    if entry.captured_by_id != person.pk:
        return _("{person} captured it. A single draft is discarded on its own page.").format(person=entry.captured_by)
    if not (answer := can(person, CAPTURE, entry)):
        return answer.sentence
    line = getattr(entry, "bank_line", None)
    let_go = line and line.statement.document_id  # the statement, which is there without the draft
    if any(attached.document_id != let_go for attached in entry.documents.all()):
        return _("It has documents and is therefore kept.")
    return ""
