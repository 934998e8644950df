from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access.gate import check, requires
from foundation.access.policy import can
from foundation.access.queries.grants import conflicts_in_force
from foundation.reports import catalogue, evidence
from foundation.reports.actions import request_report
from foundation.reports.choices import Format
from foundation.reports.models import ReportRun
from foundation.screens.forms import CommandForm
from foundation.screens.history import history_of
from foundation.screens.writing import form_page, perform

from .. import numbering
from ..forms import RequirementForm
from ..models import Requirement
from ..queries import requirements_of_the_map
from ..requirements import EDIT, reword

VIEW, NUMBERS = "desk.evidence:view", "records.numbers:view"


@requires(VIEW)
def overview(request):
    """All the evidence with one click each, and at a glance whether numbers and roles are as they must be."""
    offered = evidence.offered_to(request.person)
    form = CommandForm(request.POST or None)

    def act(data):
        report = catalogue.get(request.POST.get("report", ""))
        check(request.person, report.permission)
        run = request_report(
            by=request.person, report=report, params=report.defaults(request.person), format=Format.PDF
        )
        return reverse("reports:run", args=[run.key])

    if request.method == "POST" and (done := perform(request, form, act, permission=VIEW)):
        return done
    runs = ReportRun.objects.visible_to(request.person).filter(report__in=[report.code for report in offered])
    last = {run.report: run for run in runs.order_by("pk")}
    ranges = numbering.ranges_seen_by(request.person) if can(request.person, NUMBERS) else None
    context = {
        "reports": [{"report": report, "last": last.get(report.code), "form": CommandForm()} for report in offered],
        "ranges": ranges,
        "missing": [each for each in ranges or () if each.missing],
        "conflicts": conflicts_in_force(),
        "verifies": can(request.person, "records.audit:verify"),
    }
    return render(request, "desk/evidence.html", context, status=getattr(form, "status", 200))


@require_safe
@requires(VIEW)
def requirements(request):
    offered = catalogue.offered_to(request.person)
    rows = [{"requirement": each, "reports": _proofs(each, offered)} for each in requirements_of_the_map()]
    return render(request, "desk/requirements.html", {"rows": rows})


@require_safe
@requires(VIEW)
def requirement(request, code):
    found = get_object_or_404(Requirement, pk=code)
    context = {
        "requirement": found,
        "reports": _proofs(found, catalogue.offered_to(request.person)),
        "may_edit": can(request.person, EDIT),
        "events": history_of(Requirement._meta.db_table, found.pk),
    }
    return render(request, "desk/requirement.html", context)


def _proofs(requirement, offered):
    """[(name, address or nothing)]: what one may not ask for is named all the same."""
    codes = {report.code for report in offered}
    return [
        (catalogue.name_of(code), reverse("reports:ask", args=[code]) if code in codes else "")
        for code in requirement.reports
    ]


@requires(EDIT)
def edit_requirement(request, code):
    found = get_object_or_404(Requirement, pk=code)
    back = reverse("desk:requirement", args=[found.pk])
    words = {name: getattr(found, name) for name in ("reference", "text_de", "text_en")}
    form = RequirementForm(request.POST or None, initial=words)

    def act(data):
        reword(found, by=request.person, **{name: data[name] for name in words})
        return back

    if request.method == "POST" and (done := perform(request, form, act, permission=EDIT, message=_("Saved."))):
        return done
    return form_page(
        request,
        form=form,
        title=_("Change the words of {reference}").format(reference=found),
        submit=_("Save"),
        cancel=back,
    )
