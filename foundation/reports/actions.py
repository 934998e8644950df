from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.jobs.actions import enqueue
from foundation.lib.errors import BusinessError
from foundation.organisation.models import Company
from foundation.records.actor import acting

from . import parameters
from .models import ReportRun

KIND = "reports.run"


def request_report(*, by, report, params, format):
    """Ask for a report. `params` are typed as in its form. Denied, or BusinessError `report.params`, `report.format`."""
    check(by, report.permission)
    if format not in report.formats:
        raise BusinessError("report.format", _("This report does not come in that format."), field="format")
    form = parameters.read(report, by, params)
    company = form.cleaned_data.get("company")
    key = uuid4()
    with acting(by):
        return ReportRun.objects.create(
            key=key,
            report=report.code,
            format=format,
            params=form.parameters(),
            company=company if isinstance(company, Company) else by.company_of(Company.objects.visible_to(by)),
            requested_by=by,
            job=enqueue(KIND, key=f"report:{key}", by=by),
        )
