from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.day import TODAY

TABLE = "screens_savedview"
_ACTING = "CAST(bo_actor('person') AS bigint)"
_LEFT = f"EXISTS (SELECT 1 FROM organisation_person WHERE id = OLD.maker_id AND left_on < {TODAY})"
_LEFT_BEHIND = f"(OLD.shared AND {_LEFT})"
_KEPT = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in ("maker_id", "company_id", "list"))


def register():
    """What others see as shared is their colleague's word: nobody else writes it, and it changes hands never. What
    somebody who has left shared, everybody may clear away."""
    foreign = "{row}.maker_id IS DISTINCT FROM " + _ACTING
    guards.register(
        *guards.refuse("saved_view_kept", TABLE, "UPDATE", "screens.view_kept", _KEPT),
        *guards.refuse("saved_view_made", TABLE, "INSERT, UPDATE", "screens.view_own", foreign.format(row="NEW")),
        *guards.refuse(
            "saved_view_gone",
            TABLE,
            "DELETE",
            "screens.view_own",
            f"{foreign.format(row='OLD')} AND NOT {_LEFT_BEHIND}",
        ),
    )
    guards.sentences(
        screens__view_kept=_("A saved view stays with its list and with whom it was made by."),
        screens__view_own=_("Only its maker changes a saved view. Please save it as your own."),
    )
