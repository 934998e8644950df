"""A document stays as it came until the law lets it go."""

from django.utils.translation import gettext_lazy as _

from foundation.records import guards
from foundation.records.day import TODAY

TABLE = "documents_document"
FIXED = [
    "id",
    "company_id",
    "sha256",
    "size",
    "name",
    "media_type",
    "storage_name",
    "subject_table",
    "subject_key",
    "uploaded_by_id",
    "uploaded_at",
    "retention_class",
]


def register():
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in FIXED)
    guards.register(
        *guards.refuse(
            "document_fixed", TABLE, "UPDATE", "documents.fixed", f"{changed} OR NEW.retain_until < OLD.retain_until"
        ),
        *guards.refuse("document_kept", TABLE, "DELETE", "documents.kept", f"OLD.hold OR OLD.retain_until >= {TODAY}"),
        *guards.refuse_truncate(TABLE, "documents.kept"),
    )
    guards.sentences(
        documents__fixed=_("A document stays as it was uploaded. Only its retention can be prolonged."),
        documents__kept=_("This document must still be kept and cannot be deleted."),
    )
