from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.lib.errors import Conflict
from foundation.screens.bulk import Bulk
from foundation.screens.forms import CommandForm
from foundation.screens.history import history_of
from foundation.screens.parts import wants_partial
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.entries import attach_documents, discard_draft, reverse_entry
from ..forms.entries import AttachForm, EntryFilters, ReversalForm
from ..models import BankLine, Entry, Occurrence
from ..queries.alike import attached_elsewhere, same_document
from ..tables.entries import ENTRIES, state_of
from .scope import books, command

VIEW, CAPTURE, POST, REVERSE = (f"accounting.entry:{verb}" for verb in ("view", "capture", "post", "reverse"))

KEEP = "accounting.template:edit"


@require_safe
@requires(VIEW)
def entries(request):
    company = books(request)
    return list_page(
        request,
        queryset=Entry.objects.visible_to(request.person)
        .filter(company=company)
        .select_related("journal", "fiscal_year", "captured_by"),
        table=ENTRIES,
        filters=EntryFilters(request.GET, company=company, person=request.person),
        title=_("Entries"),
        actions=[Action(_("New entry"), reverse("accounting:entry_new"), CAPTURE, icon="plus", key="n")],
        empty=Empty(_("There are no entries yet.")),
        bulk=_with_drafts(),
    )


def _with_drafts():
    return Bulk(
        "entry",
        [
            Action(_("Look at and post"), reverse("accounting:posting"), POST, icon="check", key="b"),
            Action(_("Discard"), reverse("accounting:discarding"), CAPTURE, icon="trash"),
        ],
        label=lambda entry: entry.text,
        choosable=lambda entry: not entry.is_posted,
    )


@require_safe
@requires(VIEW)
def entry(request, pk):
    return entry_page(request, visible(request, pk))


def entry_page(request, entry, form=None):
    """`form`: what was asked of the entry and refused; its errors stand on top of the page."""
    lines = list(entry.lines.select_related("account", "tax_code"))
    reversal = Entry.objects.filter(reverses=entry).select_related("journal", "fiscal_year").first()
    asked = {
        "edit": None if entry.is_posted or entry.reverses_id else can(request.person, CAPTURE, entry),
        "discard": None if entry.is_posted else can(request.person, CAPTURE, entry),
        "post": None if entry.is_posted else can(request.person, POST, entry),
        "reverse": can(request.person, REVERSE, entry) if entry.is_posted and not reversal else None,
    }
    context = {
        "entry": entry,
        "state": state_of(entry),
        "facts": _facts(entry),
        "lines": lines,
        "sums": {
            "debit": sum(line.debit for line in lines),
            "credit": sum(line.credit for line in lines),
            "difference": sum(line.amount for line in lines),
        },
        "documents": entry.documents.select_related("document"),
        "reversal": reversal,
        "occurrence": Occurrence.objects.visible_to(request.person)
        .filter(entry=entry)
        .select_related("recurrence__template")
        .first(),
        "bank_line": BankLine.objects.visible_to(request.person)
        .filter(entry=entry)
        .select_related("statement")
        .first(),
        "alike": [] if entry.is_posted else _alike(request.person, entry, lines),
        "asked": asked,
        "may_keep": can(request.person, KEEP, entry.journal),
        "may_attach": can(request.person, CAPTURE, entry),
        "events": history_of(Entry._meta.db_table, entry.pk),
        "command": command,
        "form": form,
    }
    return render(request, "accounting/entry.html", context, status=getattr(form, "status", 200))


@require_POST
@requires(CAPTURE)
def discard(request, pk):
    entry = visible(request, pk)

    def act(data):
        discard_draft(entry, by=request.person)
        return reverse("accounting:entries")

    form = CommandForm(request.POST)
    return perform(request, form, act, permission=CAPTURE, message=_("The draft was discarded.")) or entry_page(
        request, entry, form
    )


@require_POST
@requires(CAPTURE)
def attach(request, pk):
    entry = visible(request, pk)

    form, in_place = AttachForm(request.POST, request.FILES), wants_partial(request)

    def act(data):
        attach_documents(entry, by=request.person, uploads=data["file"], anyway=data["anyway"])
        return entry.get_absolute_url()

    message = "" if in_place else _("The document was attached.")
    if done := perform(request, form, act, permission=CAPTURE, message=message):
        return done
    if form.status == Conflict.status:
        form.elsewhere = attached_elsewhere(request.person, entry, request.FILES.getlist("file"))
    if in_place:
        return render(request, "accounting/attaching_refused.html", {"form": form}, status=form.status)
    return entry_page(request, entry, form)


@requires(REVERSE)
def reversal(request, pk):
    """The draft that takes a posted entry back."""
    entry = visible(request, pk)
    check(request.person, REVERSE, entry)
    form = ReversalForm(request.POST or None, initial={"text": _("Reversal of {entry}").format(entry=entry)})

    def act(data):
        facts = {name: data[name] for name in ("posting_date", "text")}
        return reverse_entry(entry, by=request.person, **facts).get_absolute_url()

    message = _("The reversal was captured as a draft. It still has to be posted.")
    if request.method == "POST" and (done := perform(request, form, act, permission=REVERSE, message=message)):
        return done
    title = _("Reverse {entry}").format(entry=entry)
    return form_page(request, form=form, title=title, submit=_("Reverse"), cancel=entry.get_absolute_url())


def visible(request, pk):
    found = Entry.objects.visible_to(request.person).select_related(
        "company__ledger", "journal", "fiscal_year", "period", "captured_by", "posted_by", "reverses__journal",
        "reverses__fiscal_year", "batch",
    )  # fmt: skip
    return get_object_or_404(found, pk=pk)


def _alike(person, entry, lines):
    accounts = {line.account.number for line in lines}
    return same_document(person, entry.company, entry.document_number, accounts, entry.total, without=entry.pk)


def _facts(entry):
    return [
        {"label": _("Posting date"), "value": f"{entry.posting_date:%d.%m.%Y}"},
        {"label": _("Period"), "value": entry.period},
        {"label": _("Journal"), "value": entry.journal},
        {"label": _("Document date"), "value": f"{entry.document_date:%d.%m.%Y}"},
        {"label": _("Service date"), "value": f"{entry.service_date:%d.%m.%Y}" if entry.service_date else None},
        {"label": _("Document no."), "value": entry.document_number or None},
        {"label": _("Captured by"), "value": entry.captured_by},
        {"label": _("Posted by"), "value": entry.posted_by},
        *([{"label": _("Import"), "value": entry.batch, "url": entry.batch.get_absolute_url()}] if entry.batch else []),
    ]
