"""What looks as if it were here already: the same file, the same document booked twice. Hints, as far as one may see."""

from foundation.lib.canonical import sha256_of_upload

from ..calc.charts import personal_account_kind
from ..models import Entry, EntryDocument

MOST = 5


def attached_elsewhere(person, entry, uploads):
    """Where the very same files are attached to other entries of the company."""
    hashes = {sha256_of_upload(upload) for upload in uploads if upload.size}
    found = EntryDocument.objects.filter(document__sha256__in=hashes, document__company=entry.company_id)
    seen = found.filter(entry__in=Entry.objects.visible_to(person)).exclude(entry=entry)
    named = seen.select_related("entry__journal", "entry__fiscal_year", "document__uploaded_by")
    return list(named.order_by("pk")[:MOST])


def same_document(person, company, number, accounts, total, without=None):
    """Entries of the same document number and amount on an account of the same partner."""
    partners = [account for account in accounts if personal_account_kind(account, company.ledger.account_length)]
    if not (number and partners and total):
        return []
    same = Entry.objects.visible_to(person).filter(company=company, document_number=number, total=total)
    of_partner = same.filter(lines__account__number__in=partners).exclude(pk=without).distinct()
    return list(of_partner.select_related("journal", "fiscal_year")[:MOST])
