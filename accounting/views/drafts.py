"""The entry form: typed with the keyboard, kept while one types, proposed taxes shown at once."""

from itertools import groupby

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import Denied, check, requires
from foundation.access.policy import can
from foundation.lib.errors import BusinessError, Conflict
from foundation.screens.writing import NOT_CONTENT, form_page, perform

from ..actions.entries import capture_entry, change_draft
from ..actions.posting import capture_and_post
from ..actions.typing import forget_typing, keep_typing
from ..forms.entries import EntryForm
from ..forms.lines import lines_of, rows_of, typed_rows
from ..models import EntryTemplate
from ..queries.alike import same_document
from ..queries.books import find_accounts
from ..queries.proposals import as_typed, taxes_on, with_tax
from ..queries.templates import begun
from ..queries.typing import kept
from .entries import CAPTURE, POST, visible
from .scope import books, day_typed

ROWS = 4
MOST_KEPT = 1000


@requires(CAPTURE)
def create(request):
    """Empty, as it was left the last time, or as the template in the address begins it."""
    company, today = books(request), timezone.localdate()
    template = _template_asked(request, company)
    facts, lines = begun(template, today) if template else ({}, [])
    content = None if template or request.method == "POST" else kept(request.person, company)
    initial = {"posting_date": today, **facts, **(content or {})}
    form = EntryForm(request.POST or None, company=company, initial=initial)

    at_once = "post" in request.POST
    write, message = (_post_at_once, _("Posted.")) if at_once else (capture_entry, _("The draft was saved."))

    def act(data):
        entry = write(by=request.person, company=company, **form.facts())
        if not template:
            forget_typing(by=request.person, company=company)
        return entry.get_absolute_url()

    if request.method == "POST" and (
        done := perform(request, form, act, permission=POST if at_once else CAPTURE, message=message)
    ):
        return done
    rows = typed_rows(request.POST or content or {}) or rows_of(lines)
    title = _("New entry from “{template}”").format(template=template) if template else _("New entry")
    return lines_page(
        request,
        company,
        form,
        rows,
        title,
        reverse("accounting:entries"),
        autosave=not template,
        restored=bool(content),
        may_post=can(request.person, POST),
    )


def _template_asked(request, company):
    asked = request.GET.get("template", "")
    if not asked:
        return None
    key = int(asked) if asked.isdecimal() and len(asked) < 18 else 0
    return get_object_or_404(EntryTemplate.objects.visible_to(request.person), company=company, pk=key)


def _post_at_once(**facts):
    """Where four eyes are due the form says so, and nothing typed is lost."""
    try:
        return capture_and_post(**facts)
    except Denied as denied:
        raise BusinessError("entry.not_posted", denied.sentence, rule=denied.rule) from denied


@requires(CAPTURE)
def edit(request, pk):
    entry = visible(request, pk)
    check(request.person, CAPTURE, entry)
    if entry.is_posted or entry.reverses_id:
        raise Conflict("entry.fixed", _("A posted entry and a reversal are not edited."))
    fields = ("journal", "posting_date", "document_date", "service_date", "document_number", "text")
    initial = {name: getattr(entry, name) for name in fields}
    form = EntryForm(request.POST or None, company=entry.company, initial=initial)

    def act(data):
        return change_draft(entry, by=request.person, company=entry.company, **form.facts()).get_absolute_url()

    if request.method == "POST" and (done := perform(request, form, act, permission=CAPTURE, message=_("Saved."))):
        return done
    rows = typed_rows(request.POST) if request.method == "POST" else rows_of(as_typed(entry))
    title = _("Edit {entry}").format(entry=entry)
    return lines_page(request, entry.company, form, rows, title, entry.get_absolute_url(), own=f"?entry={entry.pk}")


@require_POST
@requires(CAPTURE)
def typing(request):
    """What stands in the form now, every few seconds."""
    names = [name for name in request.POST if name not in NOT_CONTENT][:MOST_KEPT]
    keep_typing(by=request.person, company=books(request), content={name: request.POST[name][:200] for name in names})
    return HttpResponse(status=204)


@require_POST
@requires(CAPTURE)
def forget(request):
    forget_typing(by=request.person, company=books(request))
    return HttpResponseRedirect(reverse("accounting:entry_new"))


@require_POST
@requires(CAPTURE)
def proposal(request):
    """The lines as they would be booked. What cannot be read yet is simply not there yet."""
    company = books(request)
    lines, _problems = lines_of(typed_rows(request.POST))
    booked = with_tax(company, lines, day_typed(request.POST.get("posting_date", "")))
    context = {
        "alike": _alike(request, company, booked),
        "lines": booked,
        "has_tax": any(line.of_tax for line in booked),
        "debit": sum(line.debit for line in booked),
        "credit": sum(line.credit for line in booked),
    }
    return render(request, "accounting/proposal.html", context)


def _alike(request, company, lines):
    number, own = request.POST.get("document_number", "").strip()[:40], request.GET.get("entry", "")
    typed = {line.account for line in lines}
    total = sum(line.debit for line in lines)
    return same_document(request.person, company, number, typed, total, without=int(own) if own.isdecimal() else None)


@require_safe
@requires(CAPTURE)
def taxes(request):
    """The tax codes in force on the day of the entry."""
    offered = taxes_on(books(request), day_typed(request.GET.get("day", "")))
    return render(request, "accounting/tax_options.html", {"taxes": offered})


def lines_page(request, company, form, rows, title, cancel, template="accounting/entry_form.html", **extra):
    day = form["posting_date"].value() if "posting_date" in form.fields else None
    day = (day_typed(day) if isinstance(day, str) else day) or timezone.localdate()
    blank = [{}] * max(ROWS - len(rows), 1)
    wrong = {line: list(problems) for line, problems in groupby(form.problems, key=lambda problem: problem.line)}
    context = {
        "rows": [(number, row, wrong.get(number + 1)) for number, row in enumerate([*rows, *blank])],
        "taxes": taxes_on(company, day),
        "accounts": find_accounts(company, "", day),
        **extra,
    }
    return form_page(
        request,
        form=form,
        title=title,
        submit=_("Save"),
        cancel=cancel,
        template=template,
        extra=context,
    )
