"""Votes of other eyes, and what they decided."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.audit import NOT_FOR_THE_LAW

_OWN_VOTE = "NEW.person_id = (SELECT maker_id FROM access_approval WHERE id = NEW.approval_id)"
_NOT_PENDING = "(SELECT state FROM access_approval WHERE id = NEW.approval_id) <> 'pending'"


def unapproved(table, other_than=("person_id", "requested_by_id")):
    """The row says granted, but nobody other than receiver and requester said yes to it."""
    others = " ".join(f"AND v.person_id <> NEW.{column}" for column in other_than)
    return f"""NEW.state = 'granted' AND NOT EXISTS (
  SELECT 1 FROM access_approval a
  JOIN access_approvalvote v ON v.approval_id = a.id AND v.vote = 'yes' {others}
  WHERE a.subject_table = '{table}' AND a.subject_key = CAST(NEW.id AS text) AND a.state = 'approved')"""


def register():
    guards.register(
        *guards.refuse("vote_of_maker", "access_approvalvote", "INSERT", "rule.R03", _OWN_VOTE),
        *guards.refuse("vote_too_late", "access_approvalvote", "INSERT", "access.decided", _NOT_PENDING),
        *guards.refuse("vote_stays", "access_approvalvote", "UPDATE, DELETE", "access.vote_stays"),
        *guards.refuse_truncate("access_approvalvote", "access.vote_stays"),
        guards.refuse_replace("access_approvalvote", "access.vote_stays"),
        *guards.refuse(
            "approval_fixed",
            "access_approval",
            "UPDATE",
            "access.decided",
            f"OLD.state <> 'pending' AND (NEW.state <> OLD.state OR {NOT_FOR_THE_LAW}) OR NEW.maker_id <> OLD.maker_id OR NEW.payload_hash <> OLD.payload_hash"
            f" OR NEW.title <> OLD.title AND {NOT_FOR_THE_LAW}"
            " OR NEW.subject_key <> OLD.subject_key OR NEW.subject_table <> OLD.subject_table",
        ),
        *guards.refuse("approval_stays", "access_approval", "DELETE", "access.vote_stays"),
        guards.refuse_replace("access_approval", "access.vote_stays"),
    )
    guards.sentences(
        rule__R03=_("The one who asked does not approve. Another person has to look at it."),
        access__decided=_("This was decided already."),
        access__vote_stays=_("Votes and approvals stay as they were given."),
    )
