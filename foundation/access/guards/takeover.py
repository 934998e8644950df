"""What a leaver left behind: taken over by somebody who is still here, and on record for ever."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.day import TODAY

_STILL_HERE = f"NOT EXISTS (SELECT 1 FROM organisation_person WHERE id = NEW.leaver_id AND left_on < {TODAY})"
_GONE_TOO = f"EXISTS (SELECT 1 FROM organisation_person WHERE id = NEW.taker_id AND left_on < {TODAY})"


def register():
    table = "access_takeover"
    guards.register(
        *guards.refuse("takeover_of_leaver", table, "INSERT", "access.takeover", f"{_STILL_HERE} OR {_GONE_TOO}"),
        *guards.append_only(table, "access.takeover_stays"),
    )
    guards.sentences(
        access__takeover=_("Work is taken over from somebody who has left, by somebody who is still here."),
        access__takeover_stays=_("Who took over what stays on record."),
    )
