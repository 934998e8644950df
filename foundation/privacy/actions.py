"""Handing out and erasing what is kept on a natural person. Art. 15, 17 and 20 DSGVO."""

import json
import zipfile

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from foundation.access.policy import can
from foundation.documents.queries import content_of
from foundation.lib.errors import BusinessError
from foundation.organisation.models import Person
from foundation.records import personal
from foundation.records.actor import acting
from foundation.records.audit import ERASER, happened
from foundation.records.erasure import ERASED, erase_payloads
from foundation.records.models import AuditEvent, OutboxEvent

from .queries import collected, documents_of, own_rows, plan_of

APPROVE = "access.grant:approve"
EXPORTED_VERB, ERASED_VERB = "privacy.person.exported", "privacy.person.erased"


def export_person(subject, path):
    """Writes a ZIP: data for programs, a page for people, and the files."""
    data = collected(subject)
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        archive.writestr("index.html", render_to_string("privacy/export.html", {"data": data}))
        for document in documents_of(own_rows(subject)):
            archive.writestr(f"files/{document.pk}-{document.name}", content_of(document))
    with acting("system:person_export"):
        happened(EXPORTED_VERB, subject=subject)


def erase_person(subject, *, approved_by, on):
    """Erases what no rule keeps any more, and returns the Plan that was carried out. Doing it again does the rest.

    The sentences of the audit trail about the person's own rows go last, for erasing is noted there as well.
    """
    with acting(ERASER):
        subject = type(subject).objects.select_for_update().get(pk=subject.pk)
        _may_be_erased(subject, approved_by, on)
        plan = plan_of(subject, on)
        if not plan.to_erase:
            return plan
        touched = [
            (step.personal.model, [str(key) for key in step.rows.values_list("pk", flat=True)])
            for step in plan.to_erase
        ]
        told = {key for step in plan.to_erase for key in step.personal.told_in(subject).values_list("pk", flat=True)}
        for step in plan.to_erase:
            step.personal.do(step.rows, subject)
        for model, keys in touched:
            events = AuditEvent.objects.filter(table=model._meta.db_table, key__in=keys)
            told.update(events.exclude(verb__in=[ERASED, ERASED_VERB, EXPORTED_VERB]).values_list("pk", flat=True))
            sent = OutboxEvent.objects.filter(subject_table=model._meta.db_table, subject_key__in=keys)
            sent.exclude(delivered_at=None).update(facts={})
        counts = {f"{step.personal.model._meta.label}.{step.personal.by}": step.count for step in plan.to_erase}
        happened(
            ERASED_VERB, subject=subject, approved_by=approved_by.pk, erased=counts, kept=list(map(str, plan.kept))
        )
        erase_payloads(AuditEvent.objects.filter(pk__in=told), subject=subject)
    return plan


def _may_be_erased(subject, approved_by, on):
    if objection := personal.objection_to(subject, on):
        raise BusinessError("privacy.refused", objection)
    if isinstance(subject, Person) and approved_by.pk == subject.pk:
        raise BusinessError("privacy.oneself", _("Nobody approves the erasure of himself."))
    if not can(approved_by, APPROVE):
        sentence = _("{person} may not approve this: only an administrator of access may.").format(person=approved_by)
        raise BusinessError("privacy.approver", sentence)
