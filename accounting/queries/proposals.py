from ..calc import tax
from ..calc.lines import LineData
from ..models import TaxCode


def taxes_on(company, on):
    """Tax codes in force on a day, by code."""
    return {code.code: code for code in TaxCode.objects.filter(company=company).valid(on)}


def with_tax(company, lines, on):
    """The lines as they will be booked: each line that carries a tax code with the tax lines it proposes."""
    codes = taxes_on(company, on)
    return [booked for line in lines for booked in booked_lines(line, codes.get(line.tax_code))]


def as_typed(entry):
    stored = list(entry.lines.select_related("account", "tax_code"))
    lines = [
        LineData(
            line.account.number, line.debit, line.credit, line.tax_code.code if line.tax_code else "", line.tax_base,
            line.of_tax, line.text, line.cost_centre,
        )
        for line in stored
    ]  # fmt: skip
    return tax.as_typed(lines, {line.tax_code.code: line.tax_code.kind for line in stored if line.tax_code})


def booked_lines(line, code):
    """The lines that one typed line becomes under a TaxCode (or None)."""
    if code is None or line.of_tax:
        return [line]
    return tax.with_tax(line, tax.Tax(code.code, code.kind, code.rate, code.account_output, code.account_input))
