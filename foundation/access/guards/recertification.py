"""A role counts as looked at when another person has signed that it stays, and not otherwise."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards

_OWN = "NEW.reviewer_id = (SELECT person_id FROM access_rolegrant WHERE id = NEW.grant_id)"
_BY_ANOTHER = (
    "(NEW.decision <> OLD.decision AND NOT (NEW.decision = '' AND NEW.reviewer_id <> OLD.reviewer_id)"
    " OR NEW.signed_on IS DISTINCT FROM OLD.signed_on)"
    " AND coalesce(CAST(bo_actor('person') AS bigint), 0) <> NEW.reviewer_id"
)
_ITEM_EDITED = (
    "OLD.signed_on IS NOT NULL OR NEW.id <> OLD.id OR NEW.grant_id <> OLD.grant_id"
    " OR NEW.recertification_id <> OLD.recertification_id"
)
_CAMPAIGN_EDITED = (
    "OLD.closed_on IS NOT NULL OR NEW.id <> OLD.id OR NEW.side <> OLD.side OR NEW.role_id IS DISTINCT FROM OLD.role_id"
    " OR NEW.started_on <> OLD.started_on OR NEW.due_on <> OLD.due_on"
    " OR NEW.started_by_id IS DISTINCT FROM OLD.started_by_id"
)
_NOT_SIGNED = """NEW.recertified_on IS DISTINCT FROM OLD.recertified_on AND NOT EXISTS (
  SELECT 1 FROM access_recertificationitem i
  WHERE i.grant_id = NEW.id AND i.decision = 'keep' AND i.signed_on = NEW.recertified_on)"""
_BORN_RECERTIFIED = "NEW.recertified_on IS NOT NULL AND NEW.source <> 'founding'"
_BEGINS_DECIDED = "NEW.decision <> '' OR NEW.signed_on IS NOT NULL"


def register():
    campaign, item = "access_recertification", "access_recertificationitem"
    guards.register(
        *guards.refuse("recertified_of_oneself", item, "INSERT, UPDATE", "access.own_recertification", _OWN),
        *guards.refuse("recertified_by_reviewer", item, "UPDATE", "access.reviewer", _BY_ANOTHER),
        *guards.refuse("recertified_begins_open", item, "INSERT", "access.recertified", _BEGINS_DECIDED),
        *guards.refuse("recertified_fixed", item, "UPDATE", "access.recertified", _ITEM_EDITED),
        *guards.refuse("recertified_stays", item, "DELETE", "access.recertified"),
        *guards.refuse_truncate(item, "access.recertified"),
        *guards.refuse("recertification_fixed", campaign, "UPDATE", "access.recertified", _CAMPAIGN_EDITED),
        *guards.refuse("recertification_stays", campaign, "DELETE", "access.recertified"),
        *guards.refuse_truncate(campaign, "access.recertified"),
        *guards.refuse("grant_recertified", "access_rolegrant", "UPDATE", "access.not_signed", _NOT_SIGNED),
        *guards.refuse("grant_not_recertified", "access_rolegrant", "INSERT", "access.not_signed", _BORN_RECERTIFIED),
    )
    guards.sentences(
        access__own_recertification=_("Nobody recertifies roles of his own."),
        access__reviewer=_("Only the reviewer decides on this role, under his own name."),
        access__recertified=_("What was signed stays as it was signed."),
        access__not_signed=_("A role counts as looked at when its reviewer has signed that it stays."),
    )
