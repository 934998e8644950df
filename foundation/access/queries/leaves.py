"""Who must take block leave and has not planned it."""

from datetime import date

from foundation.organisation.models import Person

from ..models import BlockLeave, RoleGrant
from ..standard import TRADER

WARNS_FROM = 10  # October: ten trading days in a row still fit into the year


def without_block_leave(on):
    """Traders of this day without block leave this year; nobody before October."""
    if on < date(on.year, WARNS_FROM, 1):
        return []
    traders = RoleGrant.objects.valid(on).filter(role=TRADER, deputy=None).values("person")
    planned = BlockLeave.objects.of_year(on.year).values("person")
    return list(Person.objects.employed(on).filter(pk__in=traders).exclude(pk__in=planned))
