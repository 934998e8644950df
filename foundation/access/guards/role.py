"""Roles and the pairs of them that exclude each other."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards

_NEW_PAIR_IS_BROKEN = """EXISTS (SELECT 1 FROM access_rolegrant a JOIN access_rolegrant b ON a.person_id = b.person_id
  WHERE a.role_id = NEW.role_a_id AND b.role_id = NEW.role_b_id
  AND a.valid_from <= coalesce(b.valid_to, '9999-12-31') AND b.valid_from <= coalesce(a.valid_to, '9999-12-31'))"""


def register():
    guards.register(
        *guards.refuse(
            "role_side", "access_role", "UPDATE", "access.role_fixed", "NEW.side <> OLD.side OR NEW.code <> OLD.code"
        ),
        guards.refuse_replace("access_role", "access.role_fixed", key="code"),
        *guards.refuse("pair_broken", "access_conflictpair", "INSERT", "access.pair_broken", _NEW_PAIR_IS_BROKEN),
        *guards.refuse("pair_fixed", "access_conflictpair", "UPDATE, DELETE", "access.pair_fixed"),
        *guards.refuse_truncate("access_conflictpair", "access.pair_fixed"),
        guards.refuse_replace("access_conflictpair", "access.pair_fixed"),
    )
    guards.sentences(
        access__role_fixed=_("The side and the code of a role never change."),
        access__pair_broken=_("Somebody holds both of these roles today."),
        access__pair_fixed=_("Conflicting pairs are not changed or removed."),
    )
