"""Votes of other eyes, and what they decided."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.audit import NOT_FOR_THE_LAW
from foundation.records.conditions import OWN_PERSON

from ..choices import VotingSide
from .words import on_side

_OWN_VOTE = "NEW.person_id = (SELECT maker_id FROM access_approval WHERE id = NEW.approval_id)"
_NOT_PENDING = "(SELECT state FROM access_approval WHERE id = NEW.approval_id) <> 'pending'"
# A vote is given on one of the sides that are asked for, by somebody who stands there; where none is asked for, on none.
_OTHER_SIDE = (
    "(SELECT ' ' || sides || ' ' FROM access_approval WHERE id = NEW.approval_id) NOT LIKE '% ' || NEW.side || ' %'"
)
_FOREIGN_SIDE = f"NEW.side <> '' AND NOT {on_side('NEW.person_id', 'NEW.side')}"

# The constraints say so too, but SQLite would replace the earlier vote where it is told to.
_VOTED = (
    "EXISTS (SELECT 1 FROM access_approvalvote v WHERE v.approval_id = NEW.approval_id"
    " AND (v.person_id = NEW.person_id OR v.side = NEW.side AND v.side <> ''))"
)


def voted_yes(approval, side):
    """That this side said yes to it."""
    return (
        f"EXISTS (SELECT 1 FROM access_approvalvote v WHERE v.approval_id = {approval} AND v.vote = 'yes'"
        f" AND v.side = '{side}')"
    )


_UNVOTED = " OR ".join(
    f"' ' || NEW.sides || ' ' LIKE '% {side} %' AND NOT {voted_yes('NEW.id', side)}" for side in VotingSide
)


def unapproved(table, other_than=("person_id", "requested_by_id")):
    """The row says granted, but nobody other than receiver and requester said yes to it."""
    others = " ".join(f"AND v.person_id <> NEW.{column}" for column in other_than)
    return f"""NEW.state = 'granted' AND NOT EXISTS (
  SELECT 1 FROM access_approval a
  JOIN access_approvalvote v ON v.approval_id = a.id AND v.vote = 'yes' {others}
  WHERE a.subject_table = '{table}' AND a.subject_key = CAST(NEW.id AS text) AND a.state = 'approved')"""


def register():
    guards.register(
        guards.refuse_each(
            "vote_new",
            "access_approvalvote",
            "INSERT",
            "TRUE",
            (
                ("rule.R03", _OWN_VOTE),
                ("access.decided", _NOT_PENDING),
                ("access.own_vote", f"NEW.person_id IS DISTINCT FROM {OWN_PERSON}"),
                ("rule.R24", f"{_OTHER_SIDE} OR {_FOREIGN_SIDE}"),
                ("access.vote_stays", _VOTED),
            ),
        ),
        *guards.refuse("vote_stays", "access_approvalvote", "UPDATE, DELETE", "access.vote_stays"),
        *guards.refuse_truncate("access_approvalvote", "access.vote_stays"),
        guards.refuse_replace("access_approvalvote", "access.vote_stays"),
        *guards.refuse(
            "approval_fixed",
            "access_approval",
            "UPDATE",
            "access.decided",
            f"OLD.state <> 'pending' AND (NEW.state <> OLD.state OR {NOT_FOR_THE_LAW}) OR NEW.maker_id <> OLD.maker_id OR NEW.payload_hash <> OLD.payload_hash"
            f" OR NEW.title <> OLD.title AND {NOT_FOR_THE_LAW} OR NEW.sides <> OLD.sides"
            " OR NEW.subject_key <> OLD.subject_key OR NEW.subject_table <> OLD.subject_table",
        ),
        *guards.refuse(
            "approval_of_sides",
            "access_approval",
            "INSERT, UPDATE",
            "rule.R24",
            f"NEW.state = 'approved' AND ({_UNVOTED})",
        ),
        *guards.refuse("approval_stays", "access_approval", "DELETE", "access.vote_stays"),
        guards.refuse_replace("access_approval", "access.vote_stays"),
    )
    guards.sentences(
        rule__R03=_("The one who asked does not approve. Another person has to look at it."),
        rule__R24=_("This needs the votes of both front and back, each given by somebody of that side."),
        access__own_vote=_("Everybody votes in the own name only."),
        access__decided=_("This was decided already."),
        access__vote_stays=_("Votes and approvals stay as they were given."),
    )
