from foundation.calendars.days import working_days_between

from ..models import ReferencePrice

FRESH = 5  # working days


def reference_price(kind, code, on):
    """The last approved price at or before that day, or None where it is older than five working days."""
    found = last_price(kind, code, on)
    return found if found and working_days_between(found.day, on) <= FRESH else None


def last_price(kind, code, on):
    return ReferencePrice.objects.approved().of(kind, code).filter(day__lte=on).order_by("-day").first()
