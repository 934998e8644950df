"""Documents as they are found, and what is wrong with the files behind them."""

import time
from hashlib import file_digest

from django.conf import settings
from django.utils.translation import gettext as _

from .models import Document

SETTLED_SECONDS = 3600  # a file comes before its row; a younger one may still get it


def documents_of(subject):
    return Document.objects.filter(subject_table=subject._meta.db_table, subject_key=str(subject.pk)).select_related(
        "uploaded_by"
    )


def duplicates_of(document):
    """Other documents of the company with the very same content."""
    return Document.objects.filter(company=document.company_id, sha256=document.sha256).exclude(pk=document.pk)


def path_of(document):
    return settings.FILES_DIR / document.storage_name


def file_problems(now=time.time):
    """A sentence for each file that is missing, altered, or belongs to no document."""
    known = set()
    for document in Document.objects.order_by("pk").iterator(chunk_size=1000):
        known.add(document.storage_name)
        if problem := problem_of(document):
            yield problem
    for path in sorted(path for path in settings.FILES_DIR.glob("*") if path.is_file()):
        if path.name not in known and path.stat().st_mtime < now() - SETTLED_SECONDS:
            yield _("The file {name} belongs to no document.").format(name=path.name)


def problem_of(document):
    """A sentence where its file is not as it was stored, else nothing."""
    sentence = _trouble_with(path_of(document), document)
    return sentence.format(number=document.pk, name=document.name)


def _trouble_with(path, document):
    if not path.is_file():
        return _("The file of document {number} ({name}) is missing.")
    if path.stat().st_size != document.size:
        return _("The file of document {number} ({name}) has another size than when it was stored.")
    with path.open("rb") as file:
        if file_digest(file, "sha256").hexdigest() != document.sha256:
            return _("The file of document {number} ({name}) was changed after it was stored.")
    return ""
