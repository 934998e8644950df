from django.utils.translation import gettext_lazy as _

from foundation.jobs.registry import handler

from .actions.imports import run_import, run_reading
from .models import ImportBatch


@handler("accounting.reading", label=_("Reading of a booking batch"))
def read_batch(job, progress):
    batch = run_reading(ImportBatch.objects.get(pk=job.args["batch"]), by=job.requested_by, progress=progress)
    return {"batch": batch.pk}


@handler("accounting.import", label=_("Import of entries"))
def import_batch(job, progress):
    batch = run_import(ImportBatch.objects.get(pk=job.args["batch"]), by=job.requested_by, progress=progress)
    return {"batch": batch.pk}
