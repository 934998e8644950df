"""Contacts of business partners are people as well."""

import json

from foundation.organisation.models import Person
from foundation.records import personal
from foundation.records.models import AuditEvent

from .models import Partner, PartnerBankAccount, PartnerContact


def register():
    personal.subject(PartnerContact)
    nothing = {"name": lambda contact: f"Person {contact.pk}", "role": "", "email": "", "phone": ""}
    personal.declare(PartnerContact, of=PartnerContact, by="pk", erase=nothing, is_name=True, told_in=_added)

    personal.declare(Partner, of=Person, by="changed_by")
    personal.declare(PartnerBankAccount, of=Person, by="added_by")


def _added(contact):
    return AuditEvent.objects.filter(
        verb="contacts.contact.added",
        table=Partner._meta.db_table,
        key=str(contact.partner_id),
        payload__after__contains=json.dumps(contact.name, ensure_ascii=False),
    )
