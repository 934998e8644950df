"""What a Buchungsstapel says once it is understood."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from accounting.calc.extf.findings import ERROR, Finding

DEBIT, CREDIT = "S", "H"


@dataclass(frozen=True, slots=True)
class Header:
    """The first line. `locked` is the Festschreibung, `chart` the SKR as the file names it (03, 04)."""

    format_version: int
    fiscal_year_start: date
    account_length: int
    consultant: int | None = None
    client: int | None = None
    created_at: datetime | None = None
    date_from: date | None = None
    date_to: date | None = None
    label: str = ""
    currency: str = "EUR"
    locked: bool = False
    chart: str = ""
    origin: str = ""
    exported_by: str = ""
    initials: str = ""
    booking_type: int = 1
    version: int = 700
    marker: str = "EXTF"


@dataclass(frozen=True, slots=True)
class Row:
    """One booking. Amounts are cents; `amount` is in `currency`, `base_amount` in that of the books and given only
    where the two differ. Account numbers are padded to the account length of the header."""

    line: int
    amount: int
    side: str
    account: str
    contra_account: str
    document_date: date
    currency: str = "EUR"
    rate: Decimal | None = None
    base_amount: int | None = None
    bu_key: str = ""
    document_number: str = ""
    document_number2: str = ""
    discount: int | None = None
    text: str = ""
    cost_centre1: str = ""
    cost_centre2: str = ""
    service_date: date | None = None
    due_date: date | None = None
    reversal: bool = False
    eu_country_vat: str = ""
    tax_rate: Decimal | None = None
    document_links: tuple[str, ...] = ()
    raw: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def automatic_cancelled(self):
        """BU key 40: the account's own automatic tax does not apply."""
        return self.bu_key == "40"


@dataclass(frozen=True, slots=True)
class Batch:
    """`rows` holds the rows without error, `rows_seen` counts all; a file that is refused has no rows."""

    header: Header | None
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    rows_seen: int = 0

    @property
    def errors(self):
        return tuple(finding for finding in self.findings if finding.severity == ERROR)
