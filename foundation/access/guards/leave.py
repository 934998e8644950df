"""Block leave: whoever is away does not let himself in early."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.day import TODAY

_EDITED = (
    "NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id OR NEW.valid_from <> OLD.valid_from"
    " OR NEW.valid_to <> OLD.valid_to OR NEW.planned_by_id <> OLD.planned_by_id OR OLD.cancelled_at IS NOT NULL"
    f" OR OLD.valid_from <= {TODAY}"
)


def register():
    guards.register(
        *guards.refuse("block_leave_fixed", "access_blockleave", "UPDATE", "access.block_leave_stays", _EDITED),
        *guards.refuse("block_leave_stays", "access_blockleave", "DELETE", "access.block_leave_stays"),
        *guards.refuse_truncate("access_blockleave", "access.block_leave_stays"),
        guards.refuse_replace("access_blockleave", "access.block_leave_stays"),
    )
    guards.sentences(
        access__block_leave_stays=_(
            "A block leave is cancelled before it begins. From its first day it stays as it is."
        )
    )
