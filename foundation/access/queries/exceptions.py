from datetime import date

from ..choices import Profile, RequestState
from ..models import ProfileChange, SeparationException

ENDLESS = date.max


def profile_today():
    last = ProfileChange.objects.filter(state=RequestState.GRANTED).order_by("-pk").first()
    return last.profile if last else Profile.STANDARD


def exceptions_in_force(on):
    """Also those whose time begins later."""
    return SeparationException.objects.filter(state=RequestState.GRANTED, valid_to__gte=on).select_related(
        "person", "role_a", "role_b"
    )


def granted_exceptions(people):
    """{(person, role, role): [SeparationException, ...]}"""
    found = {}
    for exception in SeparationException.objects.filter(state=RequestState.GRANTED, person__in=people):
        found.setdefault((exception.person_id, exception.role_a_id, exception.role_b_id), []).append(exception)
    return found


def is_covered(exceptions, pair, one, other):
    """Whether the days on which both spans hold lie inside an exception for exactly this pair, as the database sees it."""
    first = max(one.valid_from, other.valid_from)
    last = min(one.valid_to or ENDLESS, other.valid_to or ENDLESS)
    fitting = exceptions.get((one.person_id, pair.role_a_id, pair.role_b_id), ())
    return any(exception.valid_from <= first and last <= exception.valid_to for exception in fitting)
