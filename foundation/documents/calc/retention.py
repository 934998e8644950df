"""The last day on which a document must still be there."""

from datetime import date

YEARS = {"book": 10, "voucher": 8, "letter": 6}


def retain_until(retention, on):
    """The time runs from the end of the calendar year. § 147 Abs. 4 AO."""
    return date(on.year + YEARS[retention], 12, 31)
