from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import check, requires
from foundation.screens.forms import CommandForm
from foundation.screens.views import Empty, list_page
from foundation.screens.writing import form_page, perform

from ..actions.recurring import end_recurrence, leave_out, repeat_template
from ..actions.templates import EDIT
from ..forms.recurring import OccurrenceFilters, RecurrenceForm
from ..models import Occurrence, Recurrence
from ..tables.recurring import OCCURRENCES
from .entries import CAPTURE, VIEW
from .scope import books
from .templates import found


@require_safe
@requires(VIEW)
def occurrences(request):
    company = books(request)
    shown = Occurrence.objects.visible_to(request.person).filter(recurrence__template__company=company)
    return list_page(
        request,
        queryset=shown.select_related("recurrence__template", "entry"),
        table=OCCURRENCES,
        filters=OccurrenceFilters(request.GET, company=company, person=request.person),
        title=_("Recurring entries"),
        empty=Empty(
            _("Nothing has been due yet. The templates say what recurs and when."),
            _("Templates"),
            reverse("accounting:templates"),
        ),
    )


@requires(EDIT)
def repeat(request, pk):
    template = found(request, pk)
    check(request.person, EDIT, template)
    recurrence = Recurrence.objects.filter(template=template).first()
    initial = (
        {name: getattr(recurrence, name) for name in ("every", "day", "shift", "start", "until")} if recurrence else {}
    )
    form = RecurrenceForm(request.POST or None, initial=initial)

    def act(data):
        repeat_template(template, by=request.person, **form.rhythm())
        return template.get_absolute_url()

    message = _("Drafts will be written in this rhythm. They still have to be checked and posted.")
    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=message)):
        return done
    title = _("Repeat “{template}”").format(template=template)
    return form_page(request, form=form, title=title, submit=_("Repeat"), cancel=template.get_absolute_url())


@requires(CAPTURE)
def end(request, pk):
    template = found(request, pk)
    recurrence = get_object_or_404(Recurrence.objects.visible_to(request.person), template=template)
    return _asked(
        request,
        lambda: end_recurrence(recurrence, by=request.person),
        title=_("End “{template}”?").format(template=template),
        submit=_("End"),
        message=_("No more drafts are written of it."),
        back=template.get_absolute_url(),
    )


@requires(CAPTURE)
def left_out(request, pk):
    occurrence = get_object_or_404(
        Occurrence.objects.visible_to(request.person).select_related("recurrence__template__company"), pk=pk
    )
    return _asked(
        request,
        lambda: leave_out(occurrence, by=request.person),
        title=_("Leave out “{occurrence}”?").format(occurrence=occurrence),
        submit=_("Leave out"),
        message=_("No draft is written for this month."),
        back=occurrence.recurrence.template.get_absolute_url(),
    )


def _asked(request, action, *, title, submit, message, back):
    form = CommandForm(request.POST or None)

    def act(data):
        action()
        return back

    if request.method == "POST" and (done := perform(request, form, act, permission=CAPTURE, message=message)):
        return done
    return form_page(request, form=form, title=title, submit=submit, cancel=back)
