"""Decisions that need other eyes. A room registers a kind; the subject says what exactly is approved."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.canonical import canonical, sha256_hex
from foundation.lib.errors import Conflict
from foundation.records.actor import acting
from foundation.records.audit import happened

from .choices import ApprovalState, Vote
from .gate import check
from .models import Approval, ApprovalVote


@dataclass(frozen=True)
class Kind:
    """`approved(subject, approval, by)` and `rejected(...)` run in the transaction of the deciding vote."""

    code: str
    label: str
    permission: str
    approved: Callable
    rejected: Callable
    votes: int = 1
    url: Callable = field(default=lambda subject: "")


_kinds: dict[str, Kind] = {}


def register(kind):
    _kinds[kind.code] = kind


def kind_of(approval):
    return _kinds[approval.kind]


def subject_of(approval):
    model = next(model for model in apps.get_models() if model._meta.db_table == approval.subject_table)
    return model.objects.filter(pk=approval.subject_key).first()


def ask(kind, subject, *, by):
    approval = Approval.objects.create(
        kind=kind.code,
        subject_table=subject._meta.db_table,
        subject_key=str(subject.pk),
        payload_hash=_payload_hash(subject),
        title=str(subject)[:200],
        maker=by,
    )
    happened("access.approval.asked", subject=approval, kind=kind.code)
    return approval


def vote(approval, *, by, vote, reason=""):
    """One vote. A no decides at once; enough yes votes approve, if the subject is still what was asked for."""
    kind = kind_of(approval)
    with acting(by, reason):
        check(by, kind.permission, approval)
        subject = subject_of(approval)
        check(by, kind.permission, subject)
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


def withdraw(approval, *, by):
    with acting(by):
        _decide(approval, ApprovalState.WITHDRAWN)


def _decide(approval, state):
    """Of two people who decide at the same moment one wins; the other reads that it was decided."""
    decided = Approval.objects.filter(pk=approval.pk, state=ApprovalState.PENDING).update(
        state=state, decided_at=timezone.now()
    )
    if not decided:
        raise Conflict("access.decided", _("This was decided already."))
    approval.state = state
    happened(f"access.approval.{state}", subject=approval)


def _payload_hash(subject):
    return sha256_hex(canonical(subject.approval_payload()))
