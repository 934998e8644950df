from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.documents.actions import store
from foundation.lib import faults
from foundation.lib.canonical import sha256_of_upload
from foundation.lib.errors import BusinessError, Conflict
from foundation.lib.money import LARGEST
from foundation.records import guards
from foundation.records.actor import acting
from foundation.records.audit import happened

from ..choices import EntryState, PeriodState
from ..models import Entry, EntryDocument, EntryEditor, Journal, Line
from ..queries.alike import attached_elsewhere
from ..queries.books import accounts_by_number, period_on
from ..queries.proposals import booked_lines, taxes_on
from .bank_lines import release


def capture_entry(*, by, **facts):
    """A new draft of the facts that `write_draft` takes."""
    with acting(by), guards.speaking():
        entry, _lines = write_draft(by=by, **facts)
        return entry


def write_draft(
    *, by, company, journal, posting_date, text, lines, document_date=None, service_date=None, document_number="",
    reverses=None,
):  # fmt: skip
    """Inside `acting`: the entry and its lines. Lines come as typed: one with a tax code is split into net and tax. A
    draft may still be unbalanced."""
    check(by, "accounting.entry:reverse" if reverses else "accounting.entry:capture", journal)
    return _draft(
        by, company, journal, posting_date, text, lines, document_date, service_date, document_number, reverses
    )


def capture_for_room(*, by, permission, subject, posting_date, text, lines, document_number, journal):
    """The draft that another room's work leads to; accounting looks at it and posts it. `permission` is the one of that
    room, which `by` must hold for the `subject`; `journal` is the code of a journal of its company.

    BusinessError `ledger.no_books`, `ledger.no_year`, `ledger.period_closed`, `ledger.account`.
    """
    with acting(by), guards.speaking():
        check(by, permission, subject)
        found = (
            Journal.objects.filter(company=subject.company_id, code=journal).select_related("company__ledger").first()
        )
        if found is None:
            raise BusinessError(
                "ledger.no_books", _("The company has no books with the journal {code}.").format(code=journal)
            )
        entry, _lines = _draft(by, found.company, found, posting_date, text, lines, document_number=document_number)
        return entry


def _draft(
    by, company, journal, posting_date, text, lines, document_date=None, service_date=None, document_number="",
    reverses=None,
):  # fmt: skip
    period = _period(company, posting_date)
    entry = Entry(
        company=company, journal=journal, fiscal_year=period.fiscal_year, period=period, posting_date=posting_date,
        document_date=document_date or posting_date, service_date=service_date, document_number=document_number,
        text=text, currency=company.ledger.currency, captured_by=by, reverses=reverses,
    )  # fmt: skip
    written = _write(entry, lines)
    happened("accounting.entry.captured", subject=entry)
    return entry, written


def change_draft(
    entry, *, by, company, journal, posting_date, text, lines, document_date=None, service_date=None, document_number=""
):
    """Rewrite a draft. Whoever did so is kept, and does not post it where four eyes are due (R03)."""
    with acting(by), guards.speaking():
        check(by, "accounting.entry:capture", entry)
        entry = _locked_draft(entry)
        period = _period(company, posting_date)
        entry.journal, entry.period, entry.fiscal_year = journal, period, period.fiscal_year
        entry.posting_date, entry.document_date = posting_date, document_date or posting_date
        entry.service_date, entry.document_number, entry.text = service_date, document_number, text
        entry.lines.all().delete()
        _write(entry, lines)
        EntryEditor.objects.get_or_create(entry=entry, person=by)
        happened("accounting.entry.changed", subject=entry)
        return entry


def discard_draft(entry, *, by):
    with acting(by), guards.speaking():
        check(by, "accounting.entry:capture", entry)
        entry = _locked_draft(entry)
        release(entry)
        if entry.documents.exists():
            raise BusinessError("ledger.has_documents", _("This draft has documents and is therefore kept."))
        happened("accounting.entry.discarded", subject=entry, text=entry.text)
        entry.delete()


def discard_drafts(entries, *, by):
    """Several at once, all or none."""
    with acting(by):
        for entry in entries:
            discard_draft(entry, by=by)


def reverse_entry(entry, *, by, posting_date, text):
    """A draft with the sides of a posted entry exchanged. It points to the entry that it takes back."""
    if not entry.is_posted:
        raise BusinessError("ledger.reversal", _("Only a posted entry is reversed."))
    if Entry.objects.filter(reverses=entry).exists():
        raise Conflict("ledger.reversed", _("This entry is being reversed already."))
    with acting(by), guards.speaking():
        check(by, "accounting.entry:reverse", entry)
        reversal = capture_entry(
            by=by, company=entry.company, journal=entry.journal, posting_date=posting_date, text=text, lines=[],
            document_date=entry.document_date, document_number=entry.document_number, reverses=entry,
        )  # fmt: skip
        Line.objects.bulk_create(
            Line(
                entry=reversal, position=line.position, posting_date=posting_date, account_id=line.account_id,
                debit=line.credit, credit=line.debit, tax_code_id=line.tax_code_id, tax_base=line.tax_base,
                of_tax=line.of_tax, cost_centre=line.cost_centre, text=line.text,
            )
            for line in entry.lines.all()
        )  # fmt: skip
        Entry.objects.filter(pk=reversal.pk).update(total=entry.total)
        reversal.total = entry.total
        return reversal


def attach_documents(entry, *, by, uploads, anyway=False):
    """All of them or none. What is attached elsewhere, as far as one sees it, is attached only when asked to anyway."""
    if not anyway and attached_elsewhere(by, entry, uploads):
        sentence = _("This file is attached to another entry already. Nothing was attached.")
        raise Conflict("entry.document_elsewhere", sentence, field="file")
    with acting(by):
        return [attach_document(entry, by=by, upload=upload) for upload in uploads]


def attach_document(entry, *, by, upload):
    """BusinessError `entry.document_twice` when this entry has the very same file."""
    with acting(by), guards.speaking():
        check(by, "accounting.entry:capture", entry)
        Entry.objects.select_for_update().get(pk=entry.pk)  # attached before the posting or after it, never during
        if entry.documents.filter(document__sha256=sha256_of_upload(upload)).exists():
            sentence = _("“{name}” is attached to this entry already.").format(name=upload.name)
            raise BusinessError("entry.document_twice", sentence, field="file")
        document = store(upload, by=by, company=entry.company, subject=entry, retention="voucher")
        faults.point("accounting.after_document")
        EntryDocument.objects.create(entry=entry, document=document)
        return document


def _period(company, day):
    period = period_on(company, day)
    if period is None:
        raise BusinessError(
            "ledger.no_year", _("There is no fiscal year for {day:%d.%m.%Y}.").format(day=day), field="posting_date"
        )
    if period.state != PeriodState.OPEN:
        raise BusinessError(
            "ledger.period_closed", _("The period {period} is locked.").format(period=period), field="posting_date"
        )
    return period


def _locked_draft(entry):
    """The draft, held until the end of the transaction, or a clear word that somebody was faster."""
    if not Entry.objects.filter(pk=entry.pk, state=EntryState.DRAFT).update(hash_version=entry.hash_version):
        raise Conflict("ledger.posted", _("This entry was posted meanwhile. It can only be reversed."))
    return Entry.objects.get(pk=entry.pk)


def _write(entry, typed):
    codes = taxes_on(entry.company, entry.posting_date)
    lines = [booked for line in typed for booked in booked_lines(line, codes.get(line.tax_code))]
    accounts = _accounts(entry, lines)
    unknown = next((line.tax_code for line in lines if line.tax_code and line.tax_code not in codes), None)
    if unknown:
        raise BusinessError(
            "ledger.tax_code", _("Tax code “{code}” is not in force on that day.").format(code=unknown), field="lines"
        )
    entry.total = sum(line.debit for line in lines)
    if entry.total > LARGEST:
        raise BusinessError("money.too_large", _("The amount is too large."), field="lines")
    entry.save()
    return Line.objects.bulk_create(
        Line(
            entry=entry, position=position, posting_date=entry.posting_date, account=accounts[line.account],
            debit=line.debit, credit=line.credit, tax_code=codes.get(line.tax_code), tax_base=line.tax_base,
            of_tax=line.of_tax, cost_centre=line.cost_centre, text=line.text,
        )
        for position, line in enumerate(lines, 1)
    )  # fmt: skip


def _accounts(entry, lines):
    found = accounts_by_number(entry.company, {line.account for line in lines})
    for account in found.values():
        ended = account.valid_to and account.valid_to < entry.posting_date
        if ended or (account.valid_from and account.valid_from > entry.posting_date):
            raise BusinessError(
                "ledger.account_ended",
                _("Account {account} is not valid on {day:%d.%m.%Y}.").format(account=account, day=entry.posting_date),
                field="lines",
            )
    return found
