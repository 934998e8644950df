"""Daily risk reports, kept as they were made: signed by the head of risk control, read by the management."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from foundation.access.gate import requires
from foundation.access.lockout import ask_for_file
from foundation.access.policy import can
from foundation.lib.errors import BusinessError
from foundation.reports import storage
from foundation.screens.forms import CommandForm
from foundation.screens.views import Action, Empty, list_page
from foundation.screens.writing import perform

from ..actions.daily import READ, SIGN, confirm_reading, sign_daily_report
from ..forms.daily import DailyFilters, SignatureForm
from ..models import DailyReport
from ..reports.daily import DailyRiskReport
from ..tables.daily import DAILY_REPORTS, signature
from .scope import company_asked

VIEW = "risk.daily_report:view"


@require_safe
@requires(VIEW)
def daily_reports(request):
    reports = DailyReport.objects.visible_to(request.person).filter(company=company_asked(request))
    on_request = reverse("reports:ask", args=[DailyRiskReport.code])
    return list_page(
        request,
        queryset=reports.select_related("signed_by").prefetch_related("receipts").defer("content"),
        table=DAILY_REPORTS,
        filters=DailyFilters(request.GET),
        title=_("Daily risk reports"),
        actions=[Action(_("Make one now"), on_request, VIEW, icon="file-text", key="n")],
        empty=Empty(_("The first one comes at 07:00 of the next business day."), _("Make one now"), on_request),
    )


@require_safe
@requires(VIEW)
def daily_report(request, pk):
    return _page(request, _found(request, pk))


@require_safe
@requires(VIEW)
def daily_report_file(request, pk, language):
    report = _found(request, pk)
    if language not in report.files:
        raise Http404
    ask_for_file(request.person)
    return FileResponse(
        storage.open_file(report.files[language]["name"]),
        as_attachment=True,
        filename=f"daily-risk-report-{report.day:%Y-%m-%d}-{language}.pdf",
        content_type="application/pdf",
        headers={"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"},
    )


@require_POST
@requires(SIGN)
def daily_report_signature(request, pk):
    report = _found(request, pk)
    form = SignatureForm(request.POST)

    def act(data):
        sign_daily_report(report, by=request.person, remark=data["remark"])
        return report.get_absolute_url()

    done = perform(request, form, act, permission=SIGN, message=_("The report was signed."))
    return done or _page(request, _found(request, pk), form)


@require_POST
@requires(READ)
def daily_report_receipt(request, pk):
    report = _found(request, pk)
    form = CommandForm(request.POST)

    def act(data):
        confirm_reading(report, by=request.person)
        return report.get_absolute_url()

    if done := perform(request, form, act, permission=READ, message=_("Thank you. That you read it is noted.")):
        return done
    raise BusinessError("risk.form", next(iter(form.errors.values()))[0])


def _found(request, pk):
    reports = DailyReport.objects.visible_to(request.person).select_related("signed_by", "company")
    return get_object_or_404(reports, pk=pk)


def _page(request, report, form=None):
    receipts = list(report.receipts.select_related("person"))
    language = get_language() if get_language() in report.content else next(iter(report.content))
    context = {
        "report": report,
        "state": signature(report),
        "sections": [
            {**section, "rows": [list(zip(section["columns"], row, strict=True)) for row in section["rows"]]}
            for section in report.content[language]
        ],
        "files": [(code, file["sha256"]) for code, file in report.files.items()],
        "receipts": receipts,
        "may_sign": report.signed_by_id is None and can(request.person, SIGN, report),
        "may_read": any(each.person_id == request.person.pk and each.read_at is None for each in receipts)
        and can(request.person, READ, report),
        "form": form or SignatureForm(),
        "command": CommandForm(auto_id=False),
    }
    return render(request, "risk/daily_report.html", context, status=getattr(form, "status", 200))
