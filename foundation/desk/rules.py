"""Object rules of the desk's own permissions."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.access.decisions import Deny
from foundation.calendars.models import Workplace
from foundation.organisation.models import Company


def reaches_all_of_it(person, obj, at):
    """R20: whose role reaches one company only does not move the days of another."""
    if not isinstance(obj, Workplace):
        return None
    working = Company.objects.filter(Q(workplace=obj) | Q(units__workplace=obj))
    if working.exclude(pk__in=Company.objects.visible_to(person)).exists():
        return Deny("R20", _("People of other companies work here as well."))
    return None
