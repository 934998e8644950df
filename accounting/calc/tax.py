"""What a tax code makes of a line. Rates in percent, amounts in cents, rounded half up (§ 14 UStG practice)."""

from dataclasses import dataclass, replace
from decimal import Decimal

from foundation.lib.money import net_and_tax, tax_on

from .lines import LineData

GROSS = {"output", "input"}
BOTH_WAYS = {"ic_acquisition", "reverse_charge"}


@dataclass(frozen=True)
class Tax:
    code: str
    kind: str
    rate: Decimal
    account_output: str
    account_input: str


def with_tax(line: LineData, tax: Tax) -> list[LineData]:
    """The lines that `line` becomes: gross splits into net and tax; where the recipient owes the tax (§ 13b UStG,
    intra-community acquisition) the amount is net and input and output tax face each other; else the base is noted."""
    if tax.kind in GROSS:
        net, amount = net_and_tax(line.amount, tax.rate)
        account = tax.account_output if tax.kind == "output" else tax.account_input
        return [_sized(line, net, tax_base=net), *_tax_line(line, account, amount, net, line.is_debit)]
    if tax.kind in BOTH_WAYS:
        amount = tax_on(line.amount, tax.rate)
        return [
            replace(line, tax_base=line.amount),
            *_tax_line(line, tax.account_input, amount, line.amount, line.is_debit),
            *_tax_line(line, tax.account_output, amount, line.amount, not line.is_debit),
        ]
    return [replace(line, tax_base=line.amount)]


def as_typed(lines: list[LineData], kinds: dict[str, str]) -> list[LineData]:
    """Back to what was typed: tax lines vanish, and their amount returns to the gross line before them."""
    typed: list[LineData] = []
    for line in lines:
        if not line.of_tax:
            typed.append(replace(line, tax_base=None))
        elif typed and kinds.get(line.tax_code) in GROSS:
            typed[-1] = _sized(typed[-1], typed[-1].amount + line.amount, tax_base=None)
    return typed


def _sized(line, amount, tax_base):
    return replace(line, debit=amount if line.is_debit else 0, credit=0 if line.is_debit else amount, tax_base=tax_base)


def _tax_line(line, account, amount, base, debit):
    if not amount:
        return []
    return [
        LineData(
            account,
            debit=amount if debit else 0,
            credit=0 if debit else amount,
            tax_code=line.tax_code,
            tax_base=base,
            of_tax=True,
            text=line.text,
        )
    ]
