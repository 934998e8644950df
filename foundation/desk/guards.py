from django.utils.translation import gettext_lazy as _

from foundation.records import guards


def register():
    """Compliance words a requirement; none of them is lost."""
    table = "desk_requirement"
    guards.register(
        *guards.refuse("requirement_stays", table, "DELETE", "desk.requirement_stays"),
        *guards.refuse("requirement_code_stays", table, "UPDATE", "desk.requirement_stays", "NEW.code <> OLD.code"),
        *guards.refuse_truncate(table, "desk.requirement_stays"),
    )
    guards.sentences(desk__requirement_stays=_("A requirement of the map stays; only its words change."))
