"""Which numbers the books give out, for the look at gaps (R15)."""

from django.db.models import IntegerField
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext_lazy as _

from foundation.desk.numbering import look

from ..models import Entry, PaymentOrder


def entries(companies):
    return look(
        Entry.objects.posted().filter(company__in=companies),
        what=_("Entries"),
        number="number",
        by=["company", "journal__code", "fiscal_year__start", "journal", "fiscal_year"],
        key=lambda row: f"entry:{row['journal']}:{row['fiscal_year']}",
        name=lambda row: f"{row['journal__code']} {row['fiscal_year__start'].year}",
    )


def payments(companies):
    """Their numbers are kept as they are written: Z-2026-000001."""
    numbered = PaymentOrder.objects.filter(company__in=companies)
    return look(
        numbered.annotate(year=Substr("number", 3, 4), sequence=Cast(Substr("number", 8), IntegerField())),
        what=_("Payment orders"),
        number="sequence",
        by=["company", "year"],
        key=lambda row: f"payment:{row['company']}:{row['year']}",
        name=lambda row: row["year"],
    )
