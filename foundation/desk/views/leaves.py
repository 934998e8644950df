"""Block leave, and the terms of the separation rules."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.actions import leaves as actions
from foundation.access.actions import terms as term_actions
from foundation.access.actions.deputies import ADMINISTER
from foundation.access.choices import RequestState
from foundation.access.gate import SELF, check, requires
from foundation.access.models import BlockLeave, Term, TermChange
from foundation.access.policy import can
from foundation.access.queries.heads import units_led_by
from foundation.organisation.models import Person
from foundation.screens.filters import Filters
from foundation.screens.forms import CommandForm
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import form_page, perform

from ..life import WATCH
from ..life_forms import BlockLeaveForm, PersonFilters, TermForm
from ..life_tables import BLOCK_LEAVES, TERMS

PLAN, CHANGE, VIEW = actions.PLAN, term_actions.CHANGE, "access.term:view"


@require_safe
@requires(SELF)
def leaves(request):
    return list_page(
        request,
        queryset=_seen_by(request.person),
        table=BLOCK_LEAVES,
        filters=PersonFilters(request.GET),
        title=_("Block leave"),
        actions=[Action(_("Plan block leave"), reverse("desk:plan_block_leave"), PLAN, icon="plus", key="n")],
        empty=Empty(_("No block leave is planned."), _("Plan block leave"), reverse("desk:plan_block_leave")),
    )


@requires(PLAN)
def plan(request):
    initial = {"person": request.GET.get("person") or request.person.pk}
    form = BlockLeaveForm(request.POST or None, people=_planned_by(request.person), initial=initial)
    back = reverse("desk:block_leaves")

    def act(data):
        actions.plan_block_leave(
            data["person"], by=request.person, valid_from=data["valid_from"], valid_to=data["valid_to"]
        )
        return back

    said = _("The block leave is planned. In this time the roles for trading and payments rest.")
    if request.method == "POST" and (done := perform(request, form, act, permission=PLAN, message=said)):
        return done
    return form_page(request, form=form, title=_("Plan block leave"), submit=_("Plan"), cancel=back)


@requires(SELF)
def leave(request, pk):
    """Cancels it, as long as it has not begun."""
    leave = get_object_or_404(_seen_by(request.person), pk=pk)
    if request.method == "POST":
        check(request.person, PLAN)
    form = CommandForm(request.POST or None)
    back = reverse("desk:block_leaves")

    def act(data):
        actions.cancel_block_leave(leave, by=request.person)
        return back

    if request.method == "POST" and (done := perform(request, form, act, permission=PLAN, message=_("Saved."))):
        return done
    title = _("Block leave of {person}").format(person=leave.person)
    extra = {"leave": leave, "waits": _waits(leave, request.person)}
    template = "desk/block_leave.html"
    return form_page(
        request, form=form, title=title, submit=_("Cancel the block leave"), cancel=back, template=template, extra=extra
    )


@require_safe
@requires(VIEW)
def terms(request):
    waiting = TermChange.objects.filter(state=RequestState.REQUESTED)
    return list_page(
        request,
        queryset=Term.objects.prefetch_related(Prefetch("changes", waiting, to_attr="waiting")),
        table=TERMS,
        filters=Filters(request.GET),
        title=_("Terms of the separation rules"),
    )


@requires(CHANGE)
def change_term(request, code):
    term = get_object_or_404(Term, pk=code)
    form = TermForm(request.POST or None, initial={"days": term.days})
    back = reverse("desk:terms")

    def act(data):
        term_actions.change_term(term, by=request.person, days=data["days"], reason=data["reason"])
        return back

    said = _("Another administrator decides on the new term.")
    if request.method == "POST" and (done := perform(request, form, act, permission=CHANGE, message=said)):
        return done
    return form_page(request, form=form, title=term, submit=_("Request"), cancel=back)


def _seen_by(person):
    found = BlockLeave.objects.visible_to(person)
    if not can(person, WATCH) and not can(person, "desk.people:view"):
        found = found.filter(person__in=_planned_by(person))
    return found.select_related("person__unit", "planned_by")


def _waits(leave, person):
    return (
        leave.cancelled_at is None
        and leave.valid_from > timezone.localdate()
        and actions.may_plan(person, leave.person)
    )


def _planned_by(person):
    """For whom the person may plan: himself, those whom he leads; the administration for everybody."""
    employed = Person.objects.employed(timezone.localdate())
    if can(person, ADMINISTER):
        return employed.filter(pk__in=Person.objects.visible_to(person))
    return employed.filter(pk=person.pk) | employed.filter(unit__in=units_led_by(person))
