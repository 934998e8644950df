"""Who captured and posted must be known as long as the books are kept."""

from foundation.organisation.models import Person
from foundation.records import personal

from .models import BankImport, BankStatement, Entry, EntryTemplate, ImportBatch, KeptTyping, PaymentOrder

NAMED = [
    (Entry, "captured_by", "posting_date"),
    (Entry, "posted_by", "posting_date"),
    (PaymentOrder, "ordered_by", "due"),
    (PaymentOrder, "released_by", "due"),
    (ImportBatch, "uploaded_by", "uploaded_at"),
    (BankImport, "uploaded_by", "uploaded_at"),
    (BankStatement, "imported_by", "imported_at"),
]


def register():
    for model, by, since in NAMED:
        personal.declare(model, of=Person, by=by, rule="books", since=since)
    personal.declare(KeptTyping, of=Person, by="person", erase=personal.deleted)
    personal.declare(EntryTemplate, of=Person, by="owner")
