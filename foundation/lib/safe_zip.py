"""The one door for ZIP files from outside. Nothing is written to disk, and no size is believed before it was read."""

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from .errors import BusinessError

MOST_FILES = 500
LIMIT = 50 * 1024 * 1024
RATIO = 200
SMALL = 1024 * 1024  # a short file of blanks may shrink as it likes
READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
BEGINNING = b"PK\x03\x04"


def is_zip(data):
    return data.startswith(BEGINNING)


def unpack(data, most=MOST_FILES, limit=LIMIT, ratio=RATIO):
    """[(name, bytes)] of the files in it, without folders. BusinessError `zip.…` for what is broken, locked, nested,
    leads out of its folder, or is larger than a person would send."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if _is_file(member)]
            if len(members) > most:
                raise _refused("count", _("The ZIP file holds more than {most} files."), most=most)
            return list(_read(archive, members, limit, ratio))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError, zlib.error) as error:
        raise _refused("broken", _("The ZIP file is broken.")) from error


def _is_file(member):
    return not member.is_dir() and not member.filename.startswith("__MACOSX/")


def _read(archive, members, limit, ratio):
    total = 0
    for member in members:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in member.filename:
            raise _refused("path", _("“{name}” leads out of the ZIP file."), name=member.filename[:80])
        if member.flag_bits & 1:
            raise _refused("locked", _("The ZIP file is protected by a password."))
        if member.compress_type not in READABLE:
            raise NotImplementedError
        with archive.open(member) as file:
            content = file.read(limit - total + 1)
        total += len(content)
        if total > limit:
            raise _refused("size", _("Unpacked, the ZIP file is larger than {megabytes} MB."), megabytes=limit >> 20)
        if len(content) > max(SMALL, ratio * member.compress_size):
            raise _refused("ratio", _("“{name}” grows beyond measure when it is unpacked."), name=name.name)
        if is_zip(content):
            raise _refused("nested", _("“{name}” is a ZIP file inside the ZIP file."), name=name.name)
        yield name.name, content


def _refused(code, sentence, **facts):
    return BusinessError(f"zip.{code}", sentence.format(**facts), field="file")
