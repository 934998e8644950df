from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from foundation.access.actions import recertification as actions
from foundation.access.gate import requires
from foundation.access.models import RecertificationItem
from foundation.access.policy import can
from foundation.access.queries.recertification import coverage, items_by_person, with_coverage
from foundation.access.queries.takeovers import last_takeover
from foundation.screens.filters import Filters
from foundation.screens.parts import wants_partial
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from .. import recertifying
from ..queries import recertifications_for
from ..recertification_forms import DecisionForm, HandOverForm, KeepForm, RecertificationForm, SignForm
from ..recertification_tables import RECERTIFICATIONS, state_of

VIEW = "access.recertification:view"
PEOPLE_PER_PAGE = 50


@require_safe
@requires(VIEW)
def recertifications(request):
    return list_page(
        request,
        queryset=with_coverage(recertifications_for(request.person)).select_related("role", "reviewer"),
        table=RECERTIFICATIONS,
        filters=Filters(request.GET),
        title=_("Recertifications"),
        empty=Empty(_("No roles were recertified yet. It begins by itself a month before the first are due.")),
        actions=[
            Action(_("Start a recertification"), reverse("desk:start_recertification"), actions.START, "plus", "n")
        ],
    )


@requires(actions.START)
def start(request):
    form = RecertificationForm(request.POST or None, person=request.person)

    def act(data):
        facts = {name: data[name] for name in ("side", "role", "reviewer", "stand_in", "due_on")}
        return _address(recertifying.start(by=request.person, **facts))

    said = _("The recertification has begun. The reviewers were told.")
    if request.method == "POST" and (done := perform(request, form, act, permission=actions.START, message=said)):
        return done
    back = reverse("desk:recertifications")
    return form_page(request, form=form, title=_("Start a recertification"), submit=_("Start"), cancel=back)


@require_safe
@requires(VIEW)
def recertification(request, pk):
    """The reviewer works off his own rows; who only looks sees all of them."""
    campaign = _campaign_for(request, pk)
    groups = items_by_person(campaign)
    mine = [(person, items) for person, items in groups if items[0].reviewer_id == request.person.pk]
    may_decide = bool(mine) and campaign.closed_on is None and bool(can(request.person, actions.DECIDE))
    page = Paginator(mine if may_decide else groups, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    open_here = [item for _person, items in page for item in items if not item.decision and item.signed_on is None]
    context = {
        "campaign": campaign,
        "state": state_of(campaign),
        "coverage": coverage(campaign),
        "groups": [_group(person, items) for person, items in page],
        "page": page,
        "taken": last_takeover(campaign),
        "may_decide": may_decide,
        "may_hand_over": campaign.closed_on is None and can(request.person, actions.START),
        "keep": KeepForm(initial={"item": [item.pk for item in open_here]}) if may_decide and open_here else None,
        "open_here": open_here,
    }
    return render(request, "desk/recertification.html", context)


@requires(actions.DECIDE)
def decision(request, pk):
    """By a key on the row; or as a page of its own, which asks for the reason too."""
    item = get_object_or_404(_items(), pk=pk, recertification__in=recertifications_for(request.person))
    actions.check(request.person, actions.DECIDE, item)
    form = DecisionForm(
        request.POST or None, initial={"decision": item.decision or request.GET.get("as"), "reason": item.reason}
    )
    back = f"{_address(item.recertification)}#person-{item.grant.person_id}"

    def act(data):
        actions.decide(item, by=request.person, decision=data["decision"], reason=data["reason"])
        return back

    if request.method == "POST" and (done := perform(request, form, act, permission=actions.DECIDE)):
        return _answer(request, item.recertification, {item.grant.person_id}, done)
    title = _("“{role}” of {person}").format(role=item.grant.role, person=item.grant.person)
    return form_page(request, form=form, title=title, submit=_("Decide"), cancel=back)


@require_POST
@requires(actions.DECIDE)
def keeping(request, pk):
    """All open roles of one person, or of a page; what was decided since it was shown stays as it was decided."""
    campaign = _campaign_for(request, pk)
    form = KeepForm(request.POST)
    items = list(_items().filter(recertification=campaign, pk__in=form.keys(), decision=""))

    def act(data):
        actions.keep_all(items, by=request.person)
        return _address(campaign)

    done = perform(request, form, act, permission=actions.DECIDE)
    if done:
        return _answer(request, campaign, {item.grant.person_id for item in items}, done)
    return form_page(request, form=form, title=_("Keep together"), submit=_("Keep"), cancel=_address(campaign))


@requires(actions.SIGN)
def signature(request, pk):
    """What was decided, before it counts."""
    campaign = _campaign_for(request, pk)
    form = SignForm(request.POST or None)

    def act(data):
        actions.sign(campaign, by=request.person)
        return _address(campaign)

    said = _("Signed. Roles that were removed end today.")
    if request.method == "POST" and (done := perform(request, form, act, permission=actions.SIGN, message=said)):
        return done
    waiting = _items().filter(recertification=campaign, reviewer=request.person, signed_on=None).exclude(decision="")
    context = {"campaign": campaign, "waiting": list(waiting), "coverage": coverage(campaign)}
    return form_page(
        request, form=form, title=_("Sign the recertification"), submit=_("Sign"), cancel=_address(campaign),
        template="desk/recertification_signature.html", extra=context,
    )  # fmt: skip


@requires(actions.START)
def handing_over(request, pk):
    campaign = _campaign_for(request, pk)
    form = HandOverForm(request.POST or None, person=request.person)

    def act(data):
        actions.hand_over(campaign, by=request.person, to=data["to"])
        return _address(campaign)

    said = _("Handed over.")
    if request.method == "POST" and (done := perform(request, form, act, permission=actions.START, message=said)):
        return done
    title = _("Hand over to another reviewer")
    return form_page(request, form=form, title=title, submit=_("Hand over"), cancel=_address(campaign))


def _answer(request, campaign, people, done):
    """To the script that sent a key: the rows of that person as they are now, and how far one is."""
    if not wants_partial(request) or len(people) != 1:
        return done
    groups = [(person, items) for person, items in items_by_person(campaign, request.person) if person.pk in people]
    if not groups:
        raise Http404
    context = {
        "campaign": campaign, "group": _group(*groups[0]), "coverage": coverage(campaign), "may_decide": True, "swap": True,
    }  # fmt: skip
    return render(request, "desk/recertification_group.html", context)


def _group(person, items):
    open_items = [item for item in items if not item.decision]
    together = KeepForm(initial={"item": [item.pk for item in open_items]}) if len(open_items) > 1 else None
    rows = [(item, DecisionForm()) for item in items]
    label = ngettext("Keep {n} role", "Keep {n} roles", len(open_items)).format(n=len(open_items))
    return {"person": person, "rows": rows, "together": together, "label": label}


def _items():
    return RecertificationItem.objects.select_related("grant__person", "grant__role", "recertification__role")


def _campaign_for(request, pk):
    found = with_coverage(recertifications_for(request.person)).select_related("role", "reviewer", "stand_in")
    return get_object_or_404(found, pk=pk)


def _address(campaign):
    return reverse("desk:recertification", args=[campaign.pk])
