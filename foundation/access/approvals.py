"""Decisions that need other eyes. A room registers a kind; the subject says what exactly is approved."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from foundation.lib.canonical import canonical, sha256_hex
from foundation.lib.errors import Conflict
from foundation.records.actor import acting
from foundation.records.audit import happened

from .choices import ApprovalState, Vote
from .gate import check
from .models import Approval, ApprovalVote
from .policy import can

DECIDED = _("This was decided already.")


@dataclass(frozen=True)
class Kind:
    """`approved(subject, approval, by)` and `rejected(...)` run in the transaction of the deciding vote. `title(subject)`
    is said anew for each reader, in the reader's language."""

    code: str
    label: str
    permission: str
    approved: Callable
    rejected: Callable
    votes: int = 1
    title: Callable = str
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
    return can(person, permission, approval, at) and can(person, permission, approval.subject, at)


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
        maker=by,
    )
    happened("access.approval.asked", subject=approval, kind=kind.code)
    return approval


def vote(approval, *, by, vote, reason=""):
    """One vote. A no decides at once; enough yes votes approve, if the subject is still what was asked for.

    The approval is locked first: of two people who decide at the same moment the second reads that it was decided.
    """
    kind = kind_of(approval)
    with acting(by, reason):
        approval = Approval.objects.select_for_update().get(pk=approval.pk)
        subject = approval.subject
        check(by, kind.permission, approval)
        check(by, kind.permission, subject)
        _may_still_vote(approval, by)
        if _payload_hash(subject) != approval.payload_hash:
            _decide(approval, ApprovalState.VOID)
            return approval
        ApprovalVote.objects.create(approval=approval, person=by, vote=vote, reason=reason)
        if vote == Vote.NO:
            _decide(approval, ApprovalState.REJECTED)
            kind.rejected(subject, approval, by)
        elif approval.votes.filter(vote=Vote.YES).count() >= kind.votes:
            _decide(approval, ApprovalState.APPROVED)
            kind.approved(subject, approval, by)
    return approval


def pending_about(subject):
    return Approval.objects.filter(
        subject_table=subject._meta.db_table, subject_key=str(subject.pk), state=ApprovalState.PENDING
    )


def withdraw(approval, *, by):
    with acting(by):
        _decide(approval, ApprovalState.WITHDRAWN)


def _may_still_vote(approval, by):
    if approval.state != ApprovalState.PENDING:
        raise Conflict("access.decided", DECIDED)
    if approval.votes.filter(person=by).exists():
        raise Conflict("access.voted", _("You have voted on this already."))


def _decide(approval, state):
    decided = Approval.objects.filter(pk=approval.pk, state=ApprovalState.PENDING).update(
        state=state, decided_at=timezone.now()
    )
    if not decided:
        raise Conflict("access.decided", DECIDED)
    approval.state = state
    happened(f"access.approval.{state}", subject=approval)


def _payload_hash(subject):
    return sha256_hex(canonical(subject.approval_payload()))
