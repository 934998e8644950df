"""Documents as they are found, and what is wrong with the files behind them."""

import io
import time
from hashlib import file_digest

from django.utils.translation import gettext as _

from foundation.lib.errors import BusinessError

from .models import Document
from .vault import vault

SETTLED_SECONDS = 3600  # a file comes before its row; a younger one may still get it


def documents_of(subject):
    return Document.objects.filter(subject_table=subject._meta.db_table, subject_key=str(subject.pk)).select_related(
        "uploaded_by"
    )


def duplicates_of(document):
    """Other documents of the company with the very same content."""
    return Document.objects.filter(company=document.company_id, sha256=document.sha256).exclude(pk=document.pk)


def opened(document):
    """Its file, just proved to be as it was stored. BusinessError `documents.damaged` when it is not."""
    file, trouble = _looked_at(document)
    if trouble:
        raise BusinessError("documents.damaged", _told(trouble, document))
    return file


def content_of(document):
    with opened(document) as file:
        return file.read()


def file_problems(now=time.time):
    """A sentence for each file that is missing, altered, or belongs to no document."""
    known = set()
    for document in Document.objects.order_by("pk").iterator(chunk_size=1000):
        known.add(document.storage_name)
        file, trouble = _looked_at(document)
        if trouble:
            yield _told(trouble, document)
        else:
            file.close()
    for kept in vault().names():
        if "/" not in kept.name and kept.name not in known and kept.changed_at < now() - SETTLED_SECONDS:
            yield _("The file {name} belongs to no document.").format(name=kept.name)


def _looked_at(document):
    """Its file, open at its beginning, or what is wrong with it."""
    try:
        file = vault().open(document.storage_name)
        if trouble := _trouble_with(file, document):
            file.close()
            return None, trouble
    except FileNotFoundError:
        return None, _("The file of document {number} ({name}) is missing.")
    except OSError:
        return None, _("The file of document {number} ({name}) cannot be read at the moment.")
    file.seek(0)
    return file, ""


def _trouble_with(file, document):
    if file.seek(0, io.SEEK_END) != document.size:
        return _("The file of document {number} ({name}) has another size than when it was stored.")
    file.seek(0)
    if file_digest(file, "sha256").hexdigest() != document.sha256:
        return _("The file of document {number} ({name}) was changed after it was stored.")
    return ""


def _told(trouble, document):
    return trouble.format(number=document.pk, name=document.name)
