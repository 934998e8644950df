"""Files in a bucket that speaks S3: `s3://bucket/prefix?endpoint=https://…&region=…`."""

import errno
import tempfile
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

import botocore.session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from .vault import Kept

PROBE = "probe"
REASONS = {"NoSuchKey": errno.ENOENT, "XMinioStorageFull": errno.ENOSPC, "QuotaExceeded": errno.EDQUOT}
CHUNK = 1024 * 1024


class Bucket:
    """An object appears under its name when all of it has arrived. The server compares the hash that we sign with what came."""

    def __init__(self, address):
        url = urlsplit(address)
        options = dict(parse_qsl(url.query))
        self.bucket, self.prefix = url.netloc, f"{url.path.strip('/')}/".lstrip("/")
        self.endpoint, self.region = options.get("endpoint"), options.get("region")
        self.client = self._client()

    def __str__(self):
        return f"s3://{self.bucket}/{self.prefix}"

    def put(self, name, content):
        with _as_os_error():
            self.client.put_object(**self._at(name), Body=content)

    def open(self, name):
        """Brought here whole, so that it can be read to and fro."""
        file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever asked for it closes it
        try:
            with _as_os_error():
                for chunk in self.client.get_object(**self._at(name))["Body"].iter_chunks(CHUNK):
                    file.write(chunk)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return file

    def delete(self, name):
        with _as_os_error():
            self.client.delete_object(**self._at(name))

    def names(self):
        with _as_os_error():
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
            for page in pages:
                for found in page.get("Contents", ()):
                    yield Kept(found["Key"].removeprefix(self.prefix), found["LastModified"].timestamp())

    def probe(self):
        """Writes something and takes it away. True where strangers could have read it."""
        self.put(PROBE, b"?")
        try:
            self._client(signature_version=UNSIGNED).get_object(**self._at(PROBE))
        except ClientError:
            return False
        finally:
            self.delete(PROBE)
        return True

    def _at(self, name):
        return {"Bucket": self.bucket, "Key": self.prefix + name}

    def _client(self, **options):
        return botocore.session.Session().create_client(
            "s3",
            endpoint_url=self.endpoint,
            region_name=self.region,
            aws_access_key_id=settings.FILES_KEY_ID or None,  # without one, what AWS_* or the machine's role say
            aws_secret_access_key=settings.FILES_SECRET_KEY or None,
            config=Config(
                connect_timeout=5,
                read_timeout=30,
                retries={"total_max_attempts": 3},
                request_checksum_calculation="when_required",  # the other servers do not know the newer sums
                response_checksum_validation="when_required",
                s3={"addressing_style": "path" if self.endpoint else "auto", "payload_signing_enabled": True},
                **options,
            ),
        )


@contextmanager
def _as_os_error():
    try:
        yield
    except ClientError as error:
        raise OSError(REASONS.get(error.response["Error"]["Code"], errno.EIO), str(error)) from error
    except BotoCoreError as error:
        raise OSError(errno.EIO, str(error)) from error
