from dataclasses import dataclass


@dataclass(frozen=True)
class LineData:
    """One line as typed or proposed. Amounts in cents; `account` is its number, `tax_code` the code."""

    account: str
    debit: int = 0
    credit: int = 0
    tax_code: str = ""
    tax_base: int | None = None
    of_tax: bool = False
    text: str = ""
    cost_centre: str = ""

    @property
    def amount(self):
        return self.debit or self.credit

    @property
    def is_debit(self):
        return self.debit > 0
