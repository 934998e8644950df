from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.lib.dates import format_date
from foundation.screens.forms import CommandForm
from foundation.screens.history import history_of
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import perform

from ..actions.templates import EDIT, change_template, create_template, delete_template
from ..calc.recurring import LAST_DAY
from ..forms.entries import TemplateForm
from ..forms.lines import rows_of, typed_rows
from ..models import EntryTemplate, Occurrence, Recurrence
from ..queries.proposals import as_typed
from ..queries.templates import asked_to_delete, lines_of_template
from ..tables.recurring import occurrence_state
from ..tables.templates import TEMPLATES
from .drafts import lines_page
from .entries import CAPTURE, VIEW, visible
from .scope import books, command

FACTS = ("journal", "text")
MONTHS = 24


@require_safe
@requires(VIEW)
def templates(request):
    new = reverse("accounting:template_new")
    return list_page(
        request,
        queryset=_templates(request).select_related("recurrence").filter(company=books(request)),
        table=TEMPLATES,
        title=_("Templates"),
        actions=[Action(_("New template"), new, EDIT, icon="plus", key="n")],
        empty=Empty(_("There are no templates yet. An entry can be kept as one.")),
    )


@require_safe
@requires(VIEW)
def template(request, pk):
    return template_page(request, found(request, pk))


def template_page(request, template, form=None):
    """`form`: what was asked of the template and refused; its errors stand on top of the page."""
    recurrence = Recurrence.objects.filter(template=template).select_related("template__company").first()
    context = {
        "template": template,
        "recurrence": recurrence,
        "rhythm": _rhythm(recurrence) if recurrence else [],
        "months": [
            (occurrence, occurrence_state(occurrence))
            for occurrence in Occurrence.objects.filter(recurrence=recurrence).select_related("entry")[:MONTHS]
        ],
        "facts": [
            {"label": _("Text"), "value": template.text},
            {"label": _("Journal"), "value": template.journal},
            {"label": _("Owner"), "value": template.owner},
            {"label": _("Shared"), "value": _("with everybody who captures entries") if template.shared else _("no")},
        ],
        "lines": template.lines.select_related("account"),
        "may_begin": can(request.person, CAPTURE, template),
        "may_edit": can(request.person, EDIT, template),
        "may_delete": can(request.person, EDIT, asked_to_delete(template)),
        "events": history_of(EntryTemplate._meta.db_table, template.pk),
        "command": command,
        "form": form,
    }
    return render(request, "accounting/template.html", context, status=getattr(form, "status", 200))


@requires(EDIT)
def create(request):
    """Empty, or of the entry in the address."""
    company, initial, rows = books(request), {}, []
    if asked := request.GET.get("entry", ""):
        entry = visible(request, asked if asked.isdecimal() and len(asked) < 18 else 0)
        company, rows = entry.company, rows_of(as_typed(entry))
        initial = {"name": entry.text[:80]} | {name: getattr(entry, name) for name in FACTS}
    form = TemplateForm(request.POST or None, company=company, initial=initial)

    def act(data):
        return create_template(by=request.person, company=company, **form.facts()).get_absolute_url()

    message = _("The template was saved.")
    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=message)):
        return done
    return _page(request, company, form, rows, _("New template"), reverse("accounting:templates"))


@requires(EDIT)
def edit(request, pk):
    template = found(request, pk)
    check(request.person, EDIT, template)
    initial = {name: getattr(template, name) for name in ("name", "shared", *FACTS)}
    form = TemplateForm(request.POST or None, company=template.company, initial=initial)

    def act(data):
        return change_template(template, by=request.person, **form.facts()).get_absolute_url()

    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=_("Saved."))):
        return done
    title = _("Edit {entry}").format(entry=template)
    return _page(
        request, template.company, form, rows_of(lines_of_template(template)), title, template.get_absolute_url()
    )


@require_POST
@requires(EDIT)
def delete(request, pk):
    template = found(request, pk)
    form = CommandForm(request.POST)

    def act(data):
        delete_template(template, by=request.person)
        return reverse("accounting:templates")

    message = _("The template was deleted.")
    return perform(request, form, act, permission=EDIT, message=message) or template_page(request, template, form)


def _rhythm(recurrence):
    day = _("the last day") if recurrence.day == LAST_DAY else f"{recurrence.day}."
    return [
        {"label": _("Repeated"), "value": f"{recurrence.get_every_display()}, {day}"},
        {"label": _("If that is no working day"), "value": recurrence.get_shift_display()},
        {"label": _("From"), "value": format_date(recurrence.start)},
        {"label": _("Until"), "value": recurrence.until and format_date(recurrence.until)},
        {"label": _("Next draft"), "value": format_date(recurrence.next_due) if recurrence.next_due else _("no more")},
    ]


def found(request, pk):
    return get_object_or_404(_templates(request), pk=pk)


def _templates(request):
    return EntryTemplate.objects.visible_to(request.person).select_related("company__ledger", "journal", "owner")


def _page(request, company, form, rows, title, cancel):
    rows = typed_rows(request.POST) if request.method == "POST" else rows
    return lines_page(request, company, form, rows, title, cancel, template="accounting/template_form.html")
