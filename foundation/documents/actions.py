"""Files in: first the bytes, safe in the vault, then the row. A crash in between leaves a file that nobody knows."""

import errno
import io
import secrets
from contextlib import contextmanager, suppress
from hashlib import sha256

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.lib import faults
from foundation.lib.errors import BusinessError, NoSpace, TooLarge, Unavailable
from foundation.records.actor import acting
from foundation.records.audit import happened

from . import scanner
from .calc import kinds, pdf
from .calc.names import clean_name, ending_of
from .calc.retention import retain_until
from .models import Document
from .vault import vault

ACCEPTED = "PDF, PNG, JPEG, TIFF, XML, CSV, TXT, XLSX, DOCX, EML"
PDF_FAULTS = {
    pdf.Fault.ENCRYPTED: _("“{name}” is protected by a password. Please save it without one and upload it again."),
    pdf.Fault.DAMAGED: _("“{name}” is damaged and cannot be read as a PDF."),
    pdf.Fault.TOO_LARGE: _("“{name}” is built too intricately to be checked. Please print it to a new PDF."),
    pdf.Fault.ACTIVE: _("“{name}” contains a script or starts a program. Please print it to a new PDF."),
}


def store(upload, *, by, company, subject, retention):
    """Keeps an uploaded file with `subject` and returns its Document.

    BusinessError (field `file`) when the file is empty, too large, not what its name says, or the disk is full.
    """
    check_size(upload)
    name = clean_name(upload.name)
    with _kept(upload, name) as (storage_name, digest, size, media_type), acting(by):
        now = timezone.now()
        document = Document.objects.create(
            company=company,
            sha256=digest,
            size=size,
            name=name,
            media_type=media_type,
            storage_name=storage_name,
            subject_table=subject._meta.db_table,
            subject_key=str(subject.pk),
            uploaded_by=by,
            uploaded_at=now,
            retention_class=retention,
            retain_until=retain_until(retention, timezone.localdate(now)),
        )
        happened("documents.document.stored", subject=subject, document=document.pk, name=name, sha256=digest)
        return document


def check_size(upload):
    """Worth asking before the bytes are looked at."""
    name = clean_name(upload.name)
    if not upload.size:
        raise _refused("empty", _("“{name}” is empty."), name)
    if upload.size > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // 1_000_000
        sentence = _("“{name}” is larger than {limit} MB.").format(name=name, limit=limit)
        raise TooLarge("documents.too_large", sentence, field="file")


@contextmanager
def _kept(upload, name):
    """The bytes under their final name; taken away again when their row is refused."""
    storage_name = secrets.token_hex(16)
    with _told_at_the_field():
        content = b"".join(upload.chunks())
        media_type = _media_type(content, name)
        _refuse_infected(content, name)
        vault().put(storage_name, content)
    try:
        faults.point("documents.after_file")
        yield storage_name, sha256(content).hexdigest(), len(content), media_type
    except BaseException:
        with suppress(OSError):  # what cannot be taken away now, verify_files names
            vault().delete(storage_name)
        raise


@contextmanager
def _told_at_the_field():
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            sentence = _("There is no space left for files. Nothing was stored.")
            raise NoSpace("documents.disk_full", sentence, field="file") from error
        sentence = _("The place for files does not answer. Nothing was stored.")
        raise Unavailable("documents.no_vault", sentence, field="file") from error


def _media_type(content, name):
    kind = kinds.recognise(content)
    if not kind.media_types:
        sentence = _("“{name}” is {kind}. These can be uploaded: {accepted}.")
        raise _refused("not_accepted", sentence, name, kind=kind.label, accepted=ACCEPTED)
    if ending_of(name) not in kind.media_types:
        raise _refused("other_kind", _("“{name}” is really {kind}. Its name says otherwise."), name, kind=kind.label)
    if kind is kinds.PDF and (fault := pdf.fault_of(io.BytesIO(content))):
        raise _refused(fault.value, PDF_FAULTS[fault], name)
    return kind.media_types[ending_of(name)]


def _refuse_infected(content, name):
    """A scanner that is named and does not answer lets nothing in."""
    try:
        virus = scanner.virus_in(content)
    except OSError as error:
        sentence = _("The virus scanner does not answer. Nothing was stored.")
        raise Unavailable("documents.no_scanner", sentence, field="file") from error
    if virus:
        raise _refused("infected", _("“{name}” was refused: the virus scanner found {virus}."), name, virus=virus)


def _refused(code, sentence, name, **facts):
    return BusinessError(f"documents.{code}", sentence.format(name=name, **facts), field="file")
