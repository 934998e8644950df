"""R10: no emergency without another person's yes, no longer than it was asked for, and never without a trace."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.conditions import moves_outside

from ..choices import GLASS_MOVES

_BEGINS = "NEW.state <> 'requested' AND NOT (NEW.state = 'open' AND NEW.alone) OR NEW.reviewer_id IS NOT NULL"
_UNAPPROVED = """NEW.state = 'open' AND OLD.state = 'requested' AND NOT EXISTS (
  SELECT 1 FROM access_approval a
  JOIN access_approvalvote v ON v.approval_id = a.id AND v.vote = 'yes' AND v.person_id <> NEW.person_id
  WHERE a.subject_table = 'access_breakglass' AND a.subject_key = CAST(NEW.id AS text) AND a.state = 'approved')"""
_EDITED = (
    "NEW.id <> OLD.id OR NEW.person_id <> OLD.person_id OR NEW.reason <> OLD.reason OR NEW.minutes <> OLD.minutes"
    " OR NEW.alone <> OLD.alone OR NEW.asked_at <> OLD.asked_at"
    " OR OLD.begun_at IS NOT NULL AND NEW.begun_at IS DISTINCT FROM OLD.begun_at"
    " OR OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at"
    " OR OLD.review_due IS NOT NULL AND NEW.review_due IS DISTINCT FROM OLD.review_due"
    " OR OLD.reviewer_id IS NOT NULL AND (NEW.reviewer_id IS DISTINCT FROM OLD.reviewer_id"
    " OR NEW.finding <> OLD.finding OR NEW.remark <> OLD.remark)"
    " OR NEW.seen_at < OLD.seen_at"
)
_VIEWING_EDITED = (
    "NEW.id <> OLD.id OR NEW.viewer_id <> OLD.viewer_id OR NEW.person_id <> OLD.person_id OR NEW.reason <> OLD.reason"
    " OR NEW.began_at <> OLD.began_at OR OLD.ended_at IS NOT NULL"
)


def register():
    glass, viewing = "access_breakglass", "access_viewing"
    guards.register(
        *guards.refuse("glass_begins", glass, "INSERT", "access.glass", _BEGINS),
        *guards.refuse("glass_moves", glass, "UPDATE", "access.glass", moves_outside(GLASS_MOVES)),
        *guards.refuse("glass_approved", glass, "UPDATE", "rule.R10", _UNAPPROVED),
        *guards.refuse("glass_fixed", glass, "UPDATE", "access.glass", _EDITED),
        *guards.refuse("glass_stays", glass, "DELETE", "access.glass"),
        *guards.refuse_truncate(glass, "access.glass"),
        *guards.refuse("viewing_fixed", viewing, "UPDATE", "access.viewing", _VIEWING_EDITED),
        *guards.refuse("viewing_stays", viewing, "DELETE", "access.viewing"),
        *guards.refuse_truncate(viewing, "access.viewing"),
    )
    guards.sentences(
        rule__R10=_("Break-glass access begins when another person approved it, not before."),
        access__glass=_("Break-glass access stays on record as it was asked for and used."),
        access__viewing=_("That somebody looked as another person stays on record."),
    )
