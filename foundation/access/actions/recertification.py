"""Does everybody still need the roles that he holds? A reviewer says so of each, and signs; R18 suspends what nobody signed."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import BusinessError, Conflict
from foundation.records.actor import acting
from foundation.records.audit import happened, happened_many

from ..choices import Decision
from ..gate import check
from ..models import Recertification, RecertificationItem, RoleGrant
from ..policy import can
from ..queries.grants import needed_administrator
from ..queries.recertification import grants_to_review, open_items
from .people import TWO_NEEDED

START, DECIDE, SIGN = "access.recertification:start", "access.recertification:decide", "access.recertification:sign"
UNDECIDED = {"decision": "", "decided_at": None, "reason": "", "together": False}
AT_ONCE, SAMPLE_SHARE, SAMPLE_LEAST = 20, 10, 10


def start_recertification(*, by, side="", role=None, reviewer, stand_in=None, due_on):
    """All roles of a side, or all holders of one role, before a reviewer; his own go to the stand-in."""
    with acting(by):
        check(by, START)
        return open_campaign(
            side=side, role=role, reviewer=reviewer, stand_in=stand_in, due_on=due_on, started_by=by,
            grants=grants_to_review(timezone.localdate(), side=side, role=role),
        )  # fmt: skip


def open_campaign(*, reviewer, stand_in, grants, due_on, started_by=None, **scope):
    """Inside `acting`. What is under review already stays where it is."""
    today = timezone.localdate()
    if due_on < today:
        raise BusinessError("access.span", _("The last day lies before the first."), field="due_on")
    for field, person in (("reviewer", reviewer), ("stand_in", stand_in)):
        if person and not can(person, DECIDE):
            sentence = _("{person} holds no role that recertifies.").format(person=person)
            raise BusinessError("access.no_reviewer", sentence, field=field)
    grants = list(grants.exclude(pk__in=RecertificationItem.objects.filter(signed_on=None).values("grant")))
    if not grants:
        raise BusinessError("access.nothing_to_review", _("Nobody holds such a role that is not under review already."))
    own = [grant for grant in grants if grant.person_id == reviewer.pk]
    if own and (stand_in is None or stand_in.pk == reviewer.pk):
        sentence = _("{person} holds such a role. Please name another reviewer for it.").format(person=reviewer)
        raise BusinessError("access.own_recertification", sentence, field="stand_in")
    campaign = Recertification.objects.create(
        reviewer=reviewer, stand_in=stand_in if own else None, started_by=started_by, started_on=today, due_on=due_on,
        **scope,
    )  # fmt: skip
    RecertificationItem.objects.bulk_create(
        RecertificationItem(recertification=campaign, grant=grant, reviewer=stand_in if grant in own else reviewer)
        for grant in grants
    )
    happened("access.recertification.started", subject=campaign, count=len(grants), reviewer=str(reviewer))
    return campaign


def decide(item, *, by, decision, reason=""):
    """One decision; it can be taken back until it is signed. Conflict `access.recertified` afterwards."""
    with acting(by):
        check(by, DECIDE, item)
        if decision == Decision.CHANGE and not reason:
            raise BusinessError("access.reason", _("Please say what is to be changed."), field="reason")
        _decided(RecertificationItem.objects.filter(pk=item.pk), 1, decision, reason=reason)


def keep_all(items, *, by):
    """Keep several at once: up to twenty, or more when enough of the campaign were looked at one by one."""
    with acting(by):
        for item in items:
            check(by, DECIDE, item)
        if len(items) > AT_ONCE:
            _enough_looked_at(items[0].recertification, by)
        _decided(
            RecertificationItem.objects.filter(pk__in=[item.pk for item in items]),
            len(items),
            Decision.KEEP,
            together=True,
        )


def sign(campaign, *, by):
    """What this reviewer has decided counts from now on: kept roles are looked at, removed ones end today."""
    with acting(by):
        check(by, SIGN, campaign)
        campaign = Recertification.objects.select_for_update().get(pk=campaign.pk)
        today = timezone.localdate()
        items = list(open_items(campaign).exclude(decision="").filter(reviewer=by).select_related("grant__person"))
        if not items:
            raise Conflict("access.nothing_decided", _("There is nothing decided that waits for a signature."))
        _administrators_remain(items, today)
        ids = {decision: [item.grant_id for item in items if item.decision == decision] for decision in Decision}
        RecertificationItem.objects.filter(pk__in=[item.pk for item in items]).update(signed_on=today)
        RoleGrant.objects.filter(pk__in=ids[Decision.KEEP]).update(recertified_on=today)
        ending = RoleGrant.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), pk__in=ids[Decision.REMOVE])
        ended = list(ending)
        ending.update(valid_to=today)
        if ended:
            happened_many("access.grant.ended", [(grant, {"on": today}) for grant in ended])
        happened("access.recertification.signed", subject=campaign, **{name: len(keys) for name, keys in ids.items()})
        _close_if_done(campaign, today)
        return len(items)


def hand_over(campaign, *, by, to):
    """The reviewer is away or has left: another one goes on, with what was not signed yet."""
    with acting(by):
        check(by, START)
        if not can(to, DECIDE):
            sentence = _("{person} holds no role that recertifies.").format(person=to)
            raise BusinessError("access.no_reviewer", sentence, field="to")
        items = open_items(campaign)
        if items.filter(grant__person=to).exists() or to.pk == campaign.stand_in_id:
            sentence = _("{person} holds such a role, and nobody recertifies roles of his own.").format(person=to)
            raise BusinessError("access.own_recertification", sentence, field="to")
        items.filter(reviewer=campaign.reviewer).update(reviewer=to, **UNDECIDED)
        Recertification.objects.filter(pk=campaign.pk).update(reviewer=to)
        happened("access.recertification.handed_over", subject=campaign, reviewer=str(to))


def give_to(item, leaver, to):
    """Inside `acting`. Whoever takes it over decides anew what was decided and not signed."""
    RecertificationItem.objects.filter(pk=item.pk, signed_on=None).update(reviewer=to, **UNDECIDED)
    campaigns = Recertification.objects.filter(pk=item.recertification_id, closed_on=None)
    campaigns.filter(stand_in=to, reviewer=leaver).update(stand_in=None)
    campaigns.filter(reviewer=leaver).update(reviewer=to)
    campaigns.filter(stand_in=leaver, reviewer=to).update(stand_in=None)
    campaigns.filter(stand_in=leaver).update(stand_in=to)


def _decided(items, wanted, decision, **facts):
    found = items.filter(signed_on=None).update(
        **{"reason": "", "together": False, **facts}, decision=decision, decided_at=timezone.now()
    )
    if found != wanted:
        raise Conflict("access.recertified", _("What was signed stays as it was signed."))


def _enough_looked_at(campaign, by):
    items = RecertificationItem.objects.filter(recertification=campaign, reviewer=by)
    least = max(SAMPLE_LEAST, items.count() * SAMPLE_SHARE // 100)
    one_by_one = items.exclude(decision="").filter(together=False).count()
    if one_by_one < least:
        sentence = _(
            "More than {limit} roles are kept together only after {least} were decided one by one; it were {n}."
        )
        raise BusinessError("access.sample_first", sentence.format(limit=AT_ONCE, least=least, n=one_by_one))


def _administrators_remain(items, today):
    for item in items:
        removed = item.decision == Decision.REMOVE and item.grant.role_id == "admin.access"
        if removed and needed_administrator(item.grant.person, today):
            raise BusinessError("access.two_administrators", TWO_NEEDED)


def _close_if_done(campaign, today):
    if not open_items(campaign).exists():
        Recertification.objects.filter(pk=campaign.pk, closed_on=None).update(closed_on=today)
        happened("access.recertification.closed", subject=campaign)
