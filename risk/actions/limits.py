from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access import approvals
from foundation.access.gate import check
from foundation.lib.errors import BusinessError
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.guards import speaking
from foundation.records.states import move
from foundation.screens.templatetags.screens import amount as in_words

from ..choices import LIMIT_TRANSITIONS
from ..errors import DecidedMeanwhile
from ..models import Limit
from ..queries.use import Uses

EDIT, APPROVE = "risk.limit:edit", "risk.limit:approve"


def propose_limit(*, by, company, kind, amount, valid_from, valid_to=None, reason, **thing):
    """A limit, or the next version of one. It holds once another person of the risk side approved it (R03, R11)."""
    limit = Limit(
        company=company, kind=kind, amount=amount, valid_from=valid_from, valid_to=valid_to, reason=reason,
        made_by=by, **thing,
    )  # fmt: skip
    check(by, EDIT, limit)
    if valid_from < timezone.localdate():
        raise BusinessError(
            "risk.limit_past", _("A limit begins today at the earliest: what was, stays."), field="valid_from"
        )
    if valid_to and valid_to < valid_from:
        raise BusinessError("risk.limit_span", _("The last day lies before the first."), field="valid_to")
    with acting(by, reason), speaking():
        limit.save(force_insert=True)
        happened("risk.limit.proposed", subject=limit, amount=amount)
        approvals.ask(LIMIT, limit, by=by)
        return limit


def withdraw_limit(limit, *, by):
    check(by, EDIT, limit)
    with acting(by):
        for approval in approvals.pending_about(limit).select_for_update():
            approvals.withdraw(approval, by=by)
        _move(limit, "withdraw")


def _approved(limit, approval, by):
    """The versions before it give way from the day on which this one begins to hold. All are locked, as a deal does."""
    versions = list(Limit.objects.versions_of(limit).order_by("pk").select_for_update())
    begins = max(limit.valid_from, timezone.localdate())
    if limit.valid_to and limit.valid_to < begins:
        raise BusinessError("risk.limit_over", _("The last day of this limit has passed. Please set it anew."))
    with speaking():
        Limit.objects.filter(pk__in=[version.pk for version in versions if version.pk != limit.pk]).give_way(begins)
        _move(limit, "approve", approved_by=by, holds_from=begins, holds_to=limit.valid_to)


def _refused(limit, approval, by):
    _move(limit, "refuse")


def _move(limit, event, **facts):
    state = move(limit, LIMIT_TRANSITIONS, event, otherwise=DecidedMeanwhile(), **facts)
    happened(f"risk.limit.{state}", subject=limit)


def _facts(limit):
    before = Limit.objects.versions_of(limit).in_force(timezone.localdate()).exclude(pk=limit.pk).first()
    return (
        (_("New limit"), in_words(limit.amount)),
        (_("Until now"), in_words(before and before.amount)),
        (_("Used"), in_words(Uses(limit.company).of(limit).used)),
        (_("Valid from"), limit.valid_from),
        (_("Valid until"), limit.valid_to or _("until it is changed")),
    )


LIMIT = approvals.Kind(
    code="risk.limit",
    label=_("Limit"),
    permission=APPROVE,
    approved=_approved,
    rejected=_refused,
    facts=_facts,
    url=lambda limit: limit.get_absolute_url() if limit else "",
)
