"""The numbers of incidents, for the look at gaps (R15). They are kept as they are written: V-2026-0001."""

from django.db.models import IntegerField
from django.db.models.functions import Cast, Substr
from django.utils.translation import gettext_lazy as _

from foundation.desk.numbering import look

from ..models import Incident


def incidents(companies):
    numbered = Incident.objects.filter(company__in=companies)
    return look(
        numbered.annotate(year=Substr("number", 3, 4), sequence=Cast(Substr("number", 8), IntegerField())),
        what=_("Incidents"),
        number="sequence",
        by=["company", "year"],
        key=lambda row: f"risk.incident:{row['company']}:{row['year']}",
        name=lambda row: row["year"],
    )
