"""Where the bytes of documents and reports lie: in a folder of this machine, or in the bucket that FILES_URL names.
A name holds a whole file or nothing. What cannot be read or written is an OSError, wherever it lies."""

import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

PART = ".part"
STORES = {"": "foundation.documents.vault.Folder", "s3": "foundation.documents.bucket.Bucket"}


@dataclass(frozen=True)
class Kept:
    name: str
    changed_at: float


def vault():
    return _opened(settings.FILES_URL or str(settings.FILES_DIR))


@cache
def _opened(address):
    """A library for buckets is loaded only where one is used."""
    return import_string(STORES[urlsplit(address).scheme])(address)


class Folder:
    def __init__(self, address):
        self.path = Path(address)

    def __str__(self):
        return str(self.path)

    def put(self, name, content):
        final = self.path / name
        final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = final.with_name(name.rpartition("/")[2] + PART)
        try:
            part.touch(mode=0o600)
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(final)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        self._remember(final.parent)

    def open(self, name):
        return (self.path / name).open("rb")

    def delete(self, name):
        (self.path / name).unlink(missing_ok=True)

    def names(self):
        for path in sorted(path for path in self.path.rglob("*") if path.is_file()):
            yield Kept(path.relative_to(self.path).as_posix(), path.stat().st_mtime)

    def probe(self):
        """Writes something and takes it away. True where strangers could have read it."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=self.path):
            return False

    def _remember(self, folder):
        """A rename is safe only when the folder is on the disk as well."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
