"""Object rules that several rooms use. Each answers a Deny, or None where it has no objection."""

from django.utils.translation import gettext_lazy as _

from .decisions import Deny


def not_the_maker(person, obj, at):
    """R03: the approver is another person than the maker. Compared by person, not by login."""
    if obj is not None and getattr(obj, "maker_id", None) == person.pk:
        return Deny("R03", _("The one who asked does not approve. Another person has to look at it."))
    return None
