from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.jobs.registry import handler

from .actions.bank_imports import run_bank_import, run_bank_reading
from .actions.imports import run_import, run_reading
from .actions.recurring import write_due
from .models import BankImport, ImportBatch

RECURRING = "accounting.recurring"


@handler("accounting.reading", label=_("Reading of a booking batch"))
def read_batch(job, progress):
    batch = run_reading(ImportBatch.objects.get(pk=job.args["batch"]), by=job.requested_by, progress=progress)
    return {"batch": batch.pk}


@handler("accounting.import", label=_("Import of entries"))
def import_batch(job, progress):
    batch = run_import(ImportBatch.objects.get(pk=job.args["batch"]), by=job.requested_by, progress=progress)
    return {"batch": batch.pk}


@handler("accounting.bank_reading", label=_("Reading of bank statements"))
def read_statements(job, progress):
    batch = run_bank_reading(BankImport.objects.get(pk=job.args["batch"]), by=job.requested_by, progress=progress)
    return {"batch": batch.pk}


@handler("accounting.bank_import", label=_("Import of bank statements"))
def import_statements(job, progress):
    batch = run_bank_import(BankImport.objects.get(pk=job.args["batch"]), by=job.requested_by, progress=progress)
    return {"batch": batch.pk}


@handler(RECURRING, label=_("Write recurring entries"))
def write_recurring(job, progress):
    write_due(timezone.localdate())
    return {}
