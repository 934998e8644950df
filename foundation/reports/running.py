"""A report runs with the rights that its requester has now, not with those of the moment of the wish."""

from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.jobs.registry import handler
from foundation.records.actor import acting
from foundation.records.database import snapshot

from . import catalogue, parameters, rendering, storage
from .actions import KIND
from .models import ReportRun


@handler(KIND, label=_("Make a report"))
def run_report(job, progress):
    """Killed and run again it writes the same name once more, so nothing is left behind."""
    run = ReportRun.objects.select_related("requested_by", "company").get(job=job)
    if run.is_finished:
        return {"run": run.pk}
    person, report = run.requested_by, catalogue.get(run.report)
    person.chosen_company = run.company_id
    check(person, report.permission, run)
    params = parameters.read(report, person, run.params).cleaned_data
    progress(5, _("Collecting the figures"))
    with snapshot():
        data = report.build(person, params, progress)
    progress(50, _("Writing the file"))
    content = rendering.render(data, run, progress)
    name = f"{run.key.hex}.{run.format}"
    storage.store(name, content)
    with acting(person):
        finished = {"sha256": sha256(content).hexdigest(), "size": len(content), "stored_as": name}
        ReportRun.objects.filter(pk=run.pk, stored_as="").update(**finished)
    return {"run": run.pk}
