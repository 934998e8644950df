from .account import Account
from .balance import AccountBalance
from .bank import BankAccount, BankImport, BankImportFile, BankImportRow, BankLine, BankStatement
from .batch import ImportBatch, ImportRow
from .books import FiscalYear, Journal, LedgerSettings, Period
from .entry import Entry, EntryDocument, EntryEditor, Line
from .payment import PaymentOrder
from .recurrence import Occurrence, Recurrence
from .tax import TaxCode
from .template import EntryTemplate, TemplateLine
from .typing import KeptTyping

__all__ = [
    "Account",
    "AccountBalance",
    "BankAccount",
    "BankImport",
    "BankImportFile",
    "BankImportRow",
    "BankLine",
    "BankStatement",
    "Entry",
    "EntryDocument",
    "EntryEditor",
    "EntryTemplate",
    "FiscalYear",
    "ImportBatch",
    "ImportRow",
    "Journal",
    "KeptTyping",
    "LedgerSettings",
    "Line",
    "Occurrence",
    "PaymentOrder",
    "Period",
    "Recurrence",
    "TaxCode",
    "TemplateLine",
]
