from django.utils.translation import gettext_lazy as _

from foundation.jobs.registry import handler

from .actions import READING, WRITING, run_reading, run_writing
from .models import TableImport


@handler(READING, label=_("Reading of a table"))
def read_table(job, progress):
    batch = run_reading(TableImport.objects.get(pk=job.args["batch"]), by=job.requested_by, progress=progress)
    return {"batch": batch.pk}


@handler(WRITING, label=_("Import of a table"))
def write_table(job, progress):
    batch = run_writing(TableImport.objects.get(pk=job.args["batch"]), by=job.requested_by, progress=progress)
    return {"batch": batch.pk}
