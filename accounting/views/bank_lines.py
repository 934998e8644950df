"""Bank lines: worked off one by one with Enter, several at once after a look."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.screens.addresses import query_of
from foundation.screens.bulk import bulk_page
from foundation.screens.forms import CommandForm
from foundation.screens.history import history_of
from foundation.screens.templatetags.screens import amount
from foundation.screens.views import list_page
from foundation.screens.writing import perform

from ..actions.bank import (
    book_line,
    book_lines,
    ignore_line,
    ignore_lines,
    match_line,
    match_lines,
    reopen_line,
    text_of,
    undo_booking,
)
from ..choices import BankLineState
from ..forms.bank import (
    PARTS,
    LineFilters,
    LinesForm,
    PartsForm,
    ReasonForm,
    typed_parts,
)
from ..models import BankLine, Entry
from ..queries.bank import (
    NEAR,
    in_the_books,
    next_open,
    open_lines,
    proposals,
    unlinked,
)
from ..queries.books import find_accounts
from ..queries.proposals import taxes_on
from ..tables.bank import (
    BANK_LINES,
    LINES_IN_BRIEF,
    LINES_OF_ALL,
    WHY,
    line_state,
)
from .bank import BOOK, VIEW, visible_account
from .scope import books, command

MOST = 100


@require_safe
@requires(VIEW)
def lines(request, pk):
    account = visible_account(request, pk)
    return list_page(
        request,
        queryset=_lines(request)
        .filter(statement__account=account)
        .select_related("entry__journal", "entry__fiscal_year"),
        table=BANK_LINES,
        filters=LineFilters(request.GET),
        title=account.name,
        template="accounting/bank_lines.html",
        extra={"account": account, "tab": "lines"},
    )


@require_safe
@requires(VIEW)
def all_lines(request):
    """Of every account; each leads to where it is booked."""
    company = books(request)
    related = ("statement__account", "entry__journal", "entry__fiscal_year")
    return list_page(
        request,
        queryset=_lines(request).filter(statement__account__company=company).select_related(*related),
        table=LINES_OF_ALL,
        filters=LineFilters(request.GET),
        title=_("Bank"),
        template="accounting/all_bank_lines.html",
        extra={"tab": "lines"},
    )


@requires(BOOK)
def booking(request, pk):
    """First how the chosen lines would be booked; then, asked again, all of them or none."""
    account = visible_account(request, pk)
    check(request.person, BOOK, account)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(account, sent.getlist("line"))
    form = LinesForm(request.POST or None, company=account.company, lines=chosen)

    def act(data):
        book_lines(form.bookings, by=request.person)
        following = next_open(account, form.bookings[-1][0])
        query = query_of(request.GET, line=None, at=following and following.pk)
        return f"{account.get_absolute_url()}?{query}".rstrip("?")

    message = _("Booked as drafts.")
    if request.method == "POST" and (done := perform(request, form, act, permission=BOOK, message=message)):
        return done
    offers = {} if form.is_bound else proposals(account.company, chosen)
    context = {
        "account": account,
        "rows": [(line, _as_typed(form, line, offers), form.problems.get(line.pk)) for line in chosen],
        "total": sum(line.amount for line in chosen),
        "form": form,
        "command": command,
        "taxes": taxes_on(account.company, chosen[-1].booking_date) if chosen else {},
        "accounts": find_accounts(account.company, "", chosen[-1].booking_date) if chosen else [],
    }
    return render(request, "accounting/bank_booking.html", context, status=getattr(form, "status", 200))


@requires(BOOK)
def ignoring(request, pk):
    account = visible_account(request, pk)
    check(request.person, BOOK, account)

    return bulk_page(
        request,
        name="line",
        rows=_lines(request)
        .filter(statement__account=account)
        .select_related("statement__account__company__ledger")
        .order_by("booking_date", "pk"),
        table=LINES_IN_BRIEF,
        why_not=lambda line: "" if line.state == BankLineState.OPEN else _("It is handled already."),
        act=lambda chosen, data: ignore_lines(chosen, by=request.person, reason=data["reason"]),
        permission=BOOK,
        title=_("Ignore bank lines"),
        submit=ngettext_lazy("Ignore %(number)d line", "Ignore %(number)d lines", "number"),
        message=_("The lines were ignored."),
        back=(account.name, account.get_absolute_url()),
        form_class=ReasonForm,
    )


@requires(BOOK)
def matching(request, pk):
    """Lines whose booking is in the books already, beside the entries that they belong to."""
    account = visible_account(request, pk)
    check(request.person, BOOK, account)
    form = CommandForm(request.POST or None)

    def act(data):
        match_lines(account, by=request.person)
        return account.get_absolute_url()

    if request.method == "POST" and (done := perform(request, form, act, permission=BOOK, message=_("Matched."))):
        return done
    waiting = {line.pk: line for line in open_lines(account)}
    found = in_the_books(account, list(waiting.values()))
    context = {"account": account, "rows": [(waiting[key], entry) for key, entry in found.items()], "command": command}
    return render(request, "accounting/bank_matching.html", context, status=getattr(form, "status", 200))


@requires(VIEW)
def line(request, pk):
    line = _line(request, pk)
    if request.method != "POST":
        return _line_page(request, line)
    check(request.person, BOOK, line.statement.account)
    form = PartsForm(request.POST, company=line.statement.account.company)

    def act(data):
        return book_line(line, by=request.person, **form.facts()).get_absolute_url()

    return perform(request, form, act, permission=BOOK, message=_("Booked as a draft.")) or _line_page(
        request, line, form
    )


@require_POST
@requires(BOOK)
def match(request, pk, entry):
    line = _line(request, pk)
    found = get_object_or_404(Entry.objects.visible_to(request.person), pk=entry)

    def act(data):
        match_line(line, found, by=request.person)
        return line.get_absolute_url()

    return _perform(request, line, CommandForm(request.POST), act, _("Matched."))


@require_POST
@requires(BOOK)
def ignore(request, pk):
    line = _line(request, pk)

    def act(data):
        ignore_line(line, by=request.person, reason=data["reason"])
        return line.statement.account.get_absolute_url()

    return _perform(request, line, ReasonForm(request.POST), act, _("The line was ignored."))


@require_POST
@requires(BOOK)
def undo(request, pk):
    line = _line(request, pk)

    def act(data):
        (reopen_line if line.state == BankLineState.IGNORED else undo_booking)(line, by=request.person)
        return line.get_absolute_url()

    return _perform(request, line, CommandForm(request.POST), act, _("The line is open again."))


def _line_page(request, line, form=None):
    """`form`: what was asked of the line and refused; its errors stand on top of the page."""
    account = line.statement.account
    asked = can(request.person, BOOK, account)
    open_ = line.state == BankLineState.OPEN and bool(asked)
    offers = proposals(account.company, [line])[line.pk] if open_ else []
    parts_form = form if isinstance(form, PartsForm) else None
    context = {
        "line": line,
        "account": account,
        "state": line_state(line),
        "facts": _facts(line),
        "asked": asked,
        "open": open_,
        "offers": [(offer, WHY[offer.why]) for offer in offers],
        "entry": Entry.objects.visible_to(request.person).filter(pk=line.entry_id).first() if line.entry_id else None,
        "there": _same_amount(request, line) if open_ else [],
        "form": form,
        "parts_form": parts_form or PartsForm(company=account.company, initial=_initial(line, offers)),
        "rows": _part_rows(line, offers, typed_parts(request.POST) if parts_form else None),
        "taxes": taxes_on(account.company, line.booking_date) if open_ else {},
        "accounts": find_accounts(account.company, "", line.booking_date) if open_ else [],
        "events": history_of(BankLine._meta.db_table, line.pk),
        "command": command,
    }
    return render(request, "accounting/bank_line.html", context, status=getattr(form, "status", 200))


def _perform(request, line, form, act, message):
    return perform(request, form, act, permission=BOOK, message=message) or _line_page(request, line, form)


def _initial(line, offers):
    number = offers[0].document_number if offers else ""
    return {"posting_date": line.booking_date, "text": text_of(line), "document_number": number}


def _part_rows(line, offers, typed):
    if typed is None:
        first = {"amount": amount(abs(line.amount))}
        if offers:
            first |= {"account": offers[0].account, "tax": offers[0].tax_code}
        typed = [first]
    return list(enumerate([*typed, *[{}] * max(PARTS - len(typed), 1)]))


def _same_amount(request, line):
    near = unlinked(line.statement.account, line.booking_date - NEAR * 6, line.booking_date + NEAR * 6)
    return (
        near.filter(moved=line.amount).order_by("posting_date")[:5]
        if can(request.person, "accounting.entry:view")
        else []
    )


def _as_typed(form, line, offers):
    if form.is_bound:
        return form.typed(line)
    offer = next(iter(offers.get(line.pk, [])), None)
    return {"account": offer.account, "tax": offer.tax_code, "document": offer.document_number} if offer else {}


def _chosen(account, asked):
    keys = [int(key) for key in asked[:MOST] if key.isdecimal() and len(key) < 18]
    found = open_lines(account).filter(pk__in=keys).select_related("statement__account__company__ledger")
    return list(found.order_by("booking_date", "pk"))


def _facts(line):
    said = (
        (_("Value date"), f"{line.value_date:%d.%m.%Y}"), (_("IBAN"), line.iban), (_("BIC"), line.bic),
        (_("End-to-end reference"), line.end_to_end), (_("Mandate"), line.mandate),
        (_("Reference of the bank"), line.bank_reference), (_("Transaction code"), line.code),
        (_("Reason of the return"), line.return_reason), (_("Original amount"), line.foreign_amount),
        (_("Charges"), line.charges),
    )  # fmt: skip
    return [
        {"label": _("Amount"), "value": amount(line.amount), "amount": True},
        {"label": _("Booking date"), "value": f"{line.booking_date:%d.%m.%Y}"},
        *({"label": label, "value": value} for label, value in said if value),
        *([{"label": _("Reversal"), "value": _("yes")}] if line.reversal else []),
        {"label": _("Statement"), "value": line.statement, "url": line.statement.get_absolute_url()},
    ]


def _lines(request):
    return BankLine.objects.visible_to(request.person)


def _line(request, pk):
    found = _lines(request).select_related(
        "statement__account__company__ledger", "statement__account__account", "entry"
    )
    return get_object_or_404(found, pk=pk)
