from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.jobs.actions import enqueue
from foundation.lib.errors import BusinessError
from foundation.lib.text import shorten
from foundation.organisation.models import Company
from foundation.records.actor import acting

from .. import parameters
from ..models import ReportFile, ReportRun

KIND = "reports.run"


def request_report(*, by, report, params, format):
    """Ask for a report. `params` are typed as in its form. Denied, or BusinessError `report.params`, `report.format`."""
    check(by, report.permission)
    if format not in report.formats:
        raise BusinessError("report.format", _("This report does not come in that format."), field="format")
    form = parameters.read(report, by, params)
    with acting(by):
        return enter_run(by, report, form, [format], f"report:{uuid4()}")


def enter_run(person, report, form, formats, job_key, **of_schedule):
    """Inside `acting`. The run with a place for each file, and its job."""
    company = form.cleaned_data.get("company")
    run = ReportRun.objects.create(
        key=uuid4(),
        report=report.code,
        params=form.parameters(),
        asked=shorten(form.words(), 300),
        company=company if isinstance(company, Company) else person.company_of(person.reached),
        requested_by=person,
        job=enqueue(KIND, key=job_key, by=person),
        **of_schedule,
    )
    ReportFile.objects.bulk_create(ReportFile(run=run, format=format) for format in formats)
    return run
