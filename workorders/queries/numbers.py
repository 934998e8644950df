"""The numbers of work orders, for the look at gaps (R15)."""

from django.utils.translation import gettext_lazy as _

from foundation.desk.numbering import look

from ..models import WorkOrder


def orders(companies):
    return look(
        WorkOrder.objects.filter(company__in=companies),
        what=_("Work orders"),
        number="sequence",
        by=["company", "year"],
        key=lambda row: f"workorder:{row['company']}:{row['year']}",
        name=lambda row: str(row["year"]),
    )
