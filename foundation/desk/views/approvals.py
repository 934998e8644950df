from datetime import date

from allauth.account.decorators import reauthentication_required
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access import approvals as door
from foundation.access import permissions
from foundation.access.choices import ApprovalState, Way
from foundation.access.decisions import Deny
from foundation.access.gate import SELF, Denied, requires
from foundation.access.models import ApprovalVote
from foundation.access.queries.takeovers import last_takeover
from foundation.access.standard import rule_text
from foundation.screens.templatetags.screens import day, moment
from foundation.screens.views import Empty, list_page
from foundation.screens.writing import perform

from ..forms import ApprovalFilters, VoteForm
from ..helping import link_waiting
from ..queries import approvals_for
from ..tables import APPROVALS, state_of

VOTES = Prefetch("votes", ApprovalVote.objects.select_related("person").order_by("pk"))


@require_safe
@requires(SELF)
def approvals(request):
    return list_page(
        request,
        queryset=approvals_for(request.person).select_related("maker").prefetch_related("subject", "votes"),
        table=APPROVALS,
        filters=ApprovalFilters(request.GET),
        title=_("Approvals"),
        empty=Empty(_("Nothing was asked of you, and you asked for nothing.")),
    )


@requires(SELF)
def approval(request, pk):
    """The kind of the approval, not the page, says which right a vote needs and whether the login must be fresh."""
    seen = approvals_for(request.person).select_related("maker").prefetch_related(VOTES)
    approval = get_object_or_404(seen, pk=pk)
    kind = door.kind_of(approval)
    decision = door.may_vote(request.person, approval)
    if request.method == "POST":
        if not decision:
            raise Denied(decision)
        if permissions.get(kind.permission).asks_fresh:
            return reauthentication_required(_page)(request, approval, kind, decision)
    return _page(request, approval, kind, decision)


def _page(request, approval, kind, decision):
    form = VoteForm(request.POST or None)

    def act(data):
        door.vote(approval, by=request.person, vote=data["vote"], reason=data["reason"])
        return reverse("desk:approval", args=[approval.pk])

    if request.method == "POST" and (
        done := perform(request, form, act, permission=kind.permission, message=_("Decided."))
    ):
        return done
    taken = last_takeover(approval)
    context = {
        "approval": approval,
        "state": state_of(approval),
        "title": door.title_of(approval),
        "facts": _facts(approval, kind, taken),
        "finds": taken is not None and taken.taker_id == request.person.pk and taken.way == Way.ADMINISTRATOR,
        "denied": Deny("", "", kind.permission),
        "votes": approval.votes.all(),
        "missing": door.what_is_missing(approval),
        "form": form,
        "open": approval.state == ApprovalState.PENDING,
        "rule": rule_text("R24") if approval.sides else "",
        "voted": door.has_voted(request.person, approval),
        "decision": decision,
        "link_of": link_waiting(approval, request.person),
    }
    return render(request, "desk/approval.html", context, status=getattr(form, "status", 200))


def _facts(approval, kind, taken):
    decided_on = kind.facts(approval.subject) if approval.subject else ()
    pairs = [
        (_("Kind"), kind.label, ""),
        (_("Subject"), door.title_of(approval), kind.url(approval.subject)),
        *((label, day(value) if isinstance(value, date) else value, "") for label, value in decided_on),
        (_("Reason"), getattr(approval.subject, "reason", ""), ""),
        (_("Asked by"), approval.maker, ""),
        (_("Asked"), moment(approval.asked_at), ""),
        (_("Taken over"), taken and _("by {taker} from {leaver}").format(taker=taken.taker, leaver=taken.leaver), ""),
        (_("Decided"), moment(approval.decided_at), ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in pairs if value]
