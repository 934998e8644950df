"""The numbers of the deals, for the look at gaps (R15)."""

from django.utils.translation import gettext_lazy as _

from foundation.desk.numbering import look

from ..models import Deal


def deals(companies):
    return look(
        Deal.objects.filter(company__in=companies),
        what=_("Deals"),
        number="sequence",
        by=["company", "year"],
        key=lambda row: f"settlement.deal.{row['company']}.{row['year']}",
        name=lambda row: str(row["year"]),
    )
