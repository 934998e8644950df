"""The house bank of Nordlicht: a statement for each of the last months in camt.053, over what is in the books, and at
the end a few movements that nobody has booked yet."""

from dataclasses import dataclass
from datetime import date
from html import escape
from zlib import crc32

from django.core.files.uploadedfile import SimpleUploadedFile

from accounting.actions.bank import match_lines, open_bank_account
from accounting.actions.bank_imports import confirm_statements, run_bank_import, stage_statements
from accounting.queries.books import find_accounts
from foundation.lib.money import to_decimal

LEDGER, BANK_CODE, BIC = "1200", "99999999", "MUSTDEZZXXX"
MONTHS = 4
LEFT_TO_BOOK = 14
PREFIXES = ("Zahlungseingang ", "Überweisung ")


def iban_of(number):
    """A number with true check digits at a bank that there is not."""
    account = f"{BANK_CODE}{number:010d}"
    return f"DE{98 - int(f'{account}131400') % 97:02d}{account}"


OWN = iban_of(10203040)


@dataclass(frozen=True)
class Month:
    first: date
    last: date
    opening: int
    drafts: list

    @property
    def closing(self):
        return self.opening + sum(map(moved, self.drafts))


class HouseBank:
    """Sees every movement of the account, month by month."""

    def __init__(self, balance):
        self.balance, self.months = balance, []

    def month(self, drafts, first, last):
        moving = [draft for draft in drafts if moved(draft)]
        self.months.append(Month(first, last, self.balance, moving))
        self.balance = self.months[-1].closing

    def statements(self):
        return [SimpleUploadedFile(f"{month.first:%Y-%m}.xml", _statement(month)) for month in self.months[-MONTHS:]]


def moved(draft):
    return sum(line.debit - line.credit for line in draft.lines if line.account == LEDGER)


def not_booked_yet(drafts):
    """The latest movements, which only the bank knows so far."""
    return [draft for draft in drafts if draft.journal == "BK" and moved(draft)][-LEFT_TO_BOOK:]


def bring_statements(company, house_bank, by, today):
    (ledger, *_others) = find_accounts(company, LEDGER, today)
    account = open_bank_account(by=by, company=company, name="Hausbank", iban=OWN, bic=BIC, account=ledger)
    batch = stage_statements(by=by, company=company, uploads=house_bank.statements())
    confirm_statements(batch, by=by)
    run_bank_import(batch, by=by, progress=lambda percent: None)
    match_lines(account, by=by)


def _statement(month):
    entries = "".join(_entry(draft, f"NL{month.first:%y%m}{place:04d}") for place, draft in enumerate(month.drafts, 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
        f"<Id>NORDLICHT-{month.first:%Y-%m}</Id><ElctrncSeqNb>{month.first.month}</ElctrncSeqNb>"
        f"<Acct><Id><IBAN>{OWN}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        f"{_balance('OPBD', month.opening, month.first)}{_balance('CLBD', month.closing, month.last)}{entries}"
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _balance(code, cents, day):
    return f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_money(cents)}<Dt><Dt>{day}</Dt></Dt></Bal>"


def _money(cents):
    return f'<Amt Ccy="EUR">{to_decimal(abs(cents))}</Amt><CdtDbtInd>{"CRDT" if cents >= 0 else "DBIT"}</CdtDbtInd>'


def _entry(draft, reference):
    cents, role = moved(draft), "Dbtr" if moved(draft) > 0 else "Cdtr"
    name = next((draft.text.removeprefix(prefix) for prefix in PREFIXES if draft.text.startswith(prefix)), "")
    party = (
        f"<RltdPties><{role}><Pty><Nm>{escape(name)}</Nm></Pty></{role}><{role}Acct><Id>"
        f"<IBAN>{iban_of(crc32(name.encode()))}</IBAN></Id></{role}Acct></RltdPties>"
        if name
        else ""
    )
    purpose = f"Rechnung {draft.document_number}" if name else draft.text
    return (
        f"<Ntry>{_money(cents)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{draft.posting_date}</Dt></BookgDt>"
        f"<ValDt><Dt>{draft.posting_date}</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls><TxDtls>"
        f"<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>{party}<RmtInf><Ustrd>{escape(purpose)}</Ustrd></RmtInf>"
        "</TxDtls></NtryDtls></Ntry>"
    )
