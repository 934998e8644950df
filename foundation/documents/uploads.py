"""How the bytes of a large upload come in, before anybody knows who sends them and what for."""

import errno

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.utils.translation import gettext_lazy as _

from foundation.lib.errors import NoSpace

FULL = (errno.ENOSPC, errno.EDQUOT)


class Incoming(TemporaryUploadedFile):
    """`is_whole` is false where the disk was full; who reads it then learns why."""

    is_whole = True

    def chunks(self, chunk_size=None):
        if not self.is_whole:
            raise NoSpace(
                "documents.disk_full", _("There is no space left for files. Nothing was stored."), field="file"
            )
        return super().chunks(chunk_size)


class UploadHandler(TemporaryFileUploadHandler):
    """Of a file beyond the limit only the size is kept: 300 MB cost no disk, and its form says what is wrong."""

    def new_file(self, *args, **kwargs):
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = Incoming(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > settings.MAX_UPLOAD_BYTES:
            self.file.truncate(0)
        elif self.file.is_whole:
            self._write(raw_data)

    def _write(self, raw_data):
        try:
            self.file.write(raw_data)
            self.file.flush()
        except OSError as error:
            if error.errno not in FULL:
                raise
            self.file.is_whole = False
            self.file.truncate(0)
