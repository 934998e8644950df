"""What an entry that goes or is taken back does to the bank line that it was booked from."""

from foundation.records.audit import happened, happened_many

from ..choices import BankLineState
from ..models import BankLine, EntryDocument

_OPEN = {"state": BankLineState.OPEN, "entry": None}


def release(entry):
    """Before a draft is discarded: its bank line opens again, and the draft lets go of the statement."""
    line = BankLine.objects.filter(entry=entry).select_related("statement").first()
    if line is None:
        return
    BankLine.objects.filter(pk=line.pk).update(**_OPEN)
    EntryDocument.objects.filter(entry=entry, document=line.statement.document_id).delete()
    happened("accounting.bank_line.released", subject=line, text=entry.text)


def open_reversed(entries):
    """After a reversal was posted: what the reversed entries had booked waits again."""
    lines = list(BankLine.objects.filter(entry__in=[entry.reverses_id for entry in entries if entry.reverses_id]))
    if not lines:
        return
    numbers = {entry.reverses_id: entry.full_number for entry in entries}
    BankLine.objects.filter(pk__in=[line.pk for line in lines]).update(**_OPEN)
    happened_many("accounting.bank_line.reversed", [(line, {"number": numbers[line.entry_id]}) for line in lines])
