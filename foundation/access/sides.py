from django.utils import timezone

from foundation.organisation.choices import Side

from .policy import grants_of

ORDER = [Side.FRONT, Side.RISK, Side.AUDIT, Side.ADMIN, Side.BACK, Side.NEUTRAL]


def side_of(person):
    """The side of the wall that a person stands on today; the rules leave at most one besides neutral."""
    sides = {grant.role.side for grant in grants_of(person, timezone.localdate())}
    return next((side for side in ORDER if side in sides), Side.NEUTRAL)
