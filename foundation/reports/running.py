"""A report runs with the rights that its requester has now, not with those of the moment of the wish."""

from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import Denied, check
from foundation.jobs.registry import handler
from foundation.records.actor import acting
from foundation.records.database import snapshot

from . import catalogue, parameters, rendering, storage
from .actions import KIND
from .actions.schedules import deliver, pause_itself, start_due
from .models import ReportFile, ReportRun, ReportSchedule

DUE = "reports.due"


@handler(KIND, label=_("Make a report"))
def run_report(job, progress):
    """Killed and run again it writes the same names once more, so nothing is left behind, and tells nobody twice."""
    run = ReportRun.objects.select_related("requested_by", "company", "schedule").get(job=job)
    try:
        _make(run, progress)
    except Denied as denied:
        if run.schedule:
            pause_itself(run.schedule, denied)
        raise
    if run.schedule:
        deliver(run)
    return {"run": run.pk}


def _make(run, progress):
    open_files = [file for file in run.files.all() if not file.stored_as]
    if not open_files:
        return
    person, report = run.requested_by, catalogue.get(run.report)
    person.chosen_company = run.company_id
    check(person, report.permission, run)
    params = parameters.read(report, person, run.params).cleaned_data
    progress(5, _("Collecting the figures"))
    with snapshot():
        data = report.build(person, params, progress)
    progress(50, _("Writing the file"))
    for file in open_files:
        content = rendering.render(data, run, file.format, progress)
        name = f"{run.key.hex}.{file.format}"
        storage.store(name, content)
        with acting(person):
            stored = {"sha256": sha256(content).hexdigest(), "size": len(content), "stored_as": name}
            ReportFile.objects.filter(pk=file.pk, stored_as="").update(**stored)


@handler(DUE, label=_("Look for scheduled reports"))
def look_for_due(job, progress):
    now = timezone.now()
    for schedule in ReportSchedule.objects.due(now).select_related("owner", "company").order_by("pk"):
        start_due(schedule, now)
    return {}
