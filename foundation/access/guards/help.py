"""Help for who cannot sign in any more."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.conditions import moves_outside

from ..choices import REQUEST_MOVES
from .approval import unapproved

_UNAPPROVED = unapproved("access_signinhelp")
_HELP_EDITED = (
    "NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id OR NEW.lost <> OLD.lost OR NEW.reason <> OLD.reason"
    f" OR NEW.requested_by_id <> OLD.requested_by_id OR {moves_outside(REQUEST_MOVES)}"
    " OR OLD.link_shown_at IS NOT NULL"
)


def register():
    guards.register(
        *guards.refuse("help_begins", "access_signinhelp", "INSERT", "access.no_help", "NEW.state <> 'requested'"),
        *guards.refuse("help_approved", "access_signinhelp", "UPDATE", "access.no_help", _UNAPPROVED),
        *guards.refuse("help_fixed", "access_signinhelp", "UPDATE", "access.help_stays", _HELP_EDITED),
        *guards.refuse("help_stays", "access_signinhelp", "DELETE", "access.help_stays"),
        *guards.refuse_truncate("access_signinhelp", "access.help_stays"),
    )
    guards.sentences(
        access__no_help=_("Help with signing in is given when a second administrator approved it, not before."),
        access__help_stays=_("Help with signing in stays on record as it was asked for."),
    )
