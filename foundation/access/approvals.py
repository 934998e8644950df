"""Decisions that need other eyes. A room registers a kind; the subject says what exactly is approved."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from foundation.lib.canonical import canonical, sha256_hex
from foundation.lib.errors import Conflict
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.guards import speaking
from foundation.records.states import move

from .choices import APPROVAL_MOVES, ApprovalState, Vote, VotingSide
from .decisions import Denied, Deny
from .gate import check
from .models import Approval, ApprovalVote
from .policy import can
from .sides import sides_by_which

MISSING = {
    VotingSide.FRONT: _("Vote of the front office is missing"),
    VotingSide.BACK: _("Vote of the back office is missing"),
}
NOT_ASKED = Deny("R24", _("The vote of your side is not needed here."))


@dataclass(frozen=True)
class Kind:
    """`approved(subject, approval, by)` and `rejected(...)` run in the transaction of the deciding vote. `title(subject)`
    is said anew for each reader, in the reader's language; so are `facts(subject)`, pairs of a label and a text or a day:
    what exactly is decided, as far as the title does not say it. `sides(subject)` are those of which one yes each is needed (R24);
    without any so many `votes` of anybody who may."""

    code: str
    label: str
    permission: str
    approved: Callable
    rejected: Callable
    votes: int = 1
    sides: Callable = lambda subject: ()
    title: Callable = str
    facts: Callable = lambda subject: ()
    url: Callable = field(default=lambda subject: "")


_kinds: dict[str, Kind] = {}


def register(kind):
    _kinds[kind.code] = kind


def kind_of(approval):
    return _kinds[approval.kind]


def title_of(approval):
    """In the language of the reader; what was kept at the time once the subject is gone."""
    return kind_of(approval).title(approval.subject) if approval.subject else approval.title


def may_vote(person, approval, at=None):
    """Allow or Deny: the approval itself first, then its subject, which may belong to the person."""
    permission = kind_of(approval).permission
    decision = can(person, permission, approval, at) and can(person, permission, approval.subject, at)
    if decision and not sides_of_vote(person, approval, at):
        return replace(NOT_ASKED, permission=permission)
    return decision


def sides_of_vote(person, approval, at=None):
    """On which of the needed sides this person votes; "" where any side will do."""
    if not approval.sides:
        return {""}
    permission = kind_of(approval).permission
    return sides_by_which(person, permission, approval.subject, at) & set(approval.sides.split())


def missing_votes(approval):
    """The sides whose yes is still missing, in the order in which they are named; "" for each of any side."""
    needed = approval.sides.split() or [""] * kind_of(approval).votes
    given = Counter(vote.side for vote in approval.votes.all() if vote.vote == Vote.YES)
    return list((Counter(needed) - given).elements())


def has_voted(person, approval, at=None):
    """He himself, or somebody else for his side."""
    if any(vote.person_id == person.pk for vote in approval.votes.all()):
        return True
    own = sides_of_vote(person, approval, at)
    return bool(own) and own.isdisjoint(missing_votes(approval))


def what_is_missing(approval):
    """Sentences: which votes an approval still waits for. Empty where any side will do, and once it is decided."""
    if approval.state != ApprovalState.PENDING:
        return []
    return [str(MISSING[side]) for side in missing_votes(approval) if side]


def ask(kind, subject, *, by):
    """The title that is kept, for search and audit, is in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        title = str(kind.title(subject))[:200]
    approval = Approval.objects.create(
        kind=kind.code,
        subject_table=subject._meta.db_table,
        subject_key=str(subject.pk),
        payload_hash=_payload_hash(subject),
        title=title,
        sides=" ".join(kind.sides(subject)),
        maker=by,
    )
    happened("access.approval.asked", subject=approval, kind=kind.code)
    return approval


def vote(approval, *, by, vote, reason=""):
    """One vote. A no decides at once, whose ever it is; enough yes votes approve, if the subject is still what was asked for.

    The approval is locked first: of two people who decide at the same moment the second reads that it was decided.
    """
    kind = kind_of(approval)
    with acting(by, reason):
        approval = Approval.objects.select_for_update().get(pk=approval.pk)
        subject = approval.subject
        check(by, kind.permission, approval)
        check(by, kind.permission, subject)
        side = _side_of_vote(approval, by)
        if _payload_hash(subject) != approval.payload_hash:
            _decide(approval, "void")
            return approval
        with speaking():
            ApprovalVote.objects.create(approval=approval, person=by, vote=vote, side=side, reason=reason)
        if vote == Vote.NO:
            _decide(approval, "reject")
            kind.rejected(subject, approval, by)
        elif not missing_votes(approval):
            _decide(approval, "approve")
            kind.approved(subject, approval, by)
    return approval


def approvals_about(subject):
    return Approval.objects.filter(subject_table=subject._meta.db_table, subject_key=str(subject.pk))


def pending_about(subject):
    return approvals_about(subject).filter(state=ApprovalState.PENDING)


def withdraw(approval, *, by):
    with acting(by):
        _decide(approval, "withdraw")


def _side_of_vote(approval, by):
    """For which of the missing sides this vote is. Denied, or a Conflict where it has none to give any more."""
    if approval.state != ApprovalState.PENDING:
        raise decided_meanwhile()
    if approval.votes.filter(person=by).exists():
        raise Conflict("access.voted", _("You have voted on this already."))
    own = sides_of_vote(by, approval)
    if not own:
        raise Denied(NOT_ASKED)
    side = next((side for side in missing_votes(approval) if side in own), None)
    if side is None:
        sentence = _("Your side has voted on this already. {missing}.")
        raise Conflict("access.side_voted", sentence.format(missing=what_is_missing(approval)[0]), rule="R24")
    return side


def decided_meanwhile():
    return Conflict("access.decided", _("This was decided already."))


def _decide(approval, event):
    state = move(approval, APPROVAL_MOVES, event, otherwise=decided_meanwhile(), decided_at=timezone.now())
    happened(f"access.approval.{state}", subject=approval)


def _payload_hash(subject):
    return sha256_hex(canonical(subject.approval_payload()))
