import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.documents import actions
from foundation.documents.vault import vault
from foundation.lib.tests.conftest import english
from foundation.screens.tests.conftest import ask, company, hire

from .fake_s3 import KEY_ID, SECRET, fake_s3

__all__ = ["ask", "company", "english", "hire"]


@pytest.fixture(scope="session")
def s3():
    with fake_s3() as server:
        yield server


@pytest.fixture
def bucket(s3, settings):
    """The files lie in a bucket, empty at first."""
    s3.objects.clear()
    s3.public, s3.refusal = False, None
    settings.FILES_URL, settings.FILES_KEY_ID, settings.FILES_SECRET_KEY = s3.url, KEY_ID, SECRET
    return s3


@pytest.fixture(params=["folder", "bucket"])
def store(request):
    """A test with it is told twice: the files lie in a folder, and in a bucket."""
    if request.param == "bucket":
        request.getfixturevalue("bucket")
    return vault()


@pytest.fixture
def clerk(hire):
    return hire("Ada Sommer")


@pytest.fixture
def keep(clerk, company):
    def keep(content, name):
        upload = SimpleUploadedFile(name, content)
        return actions.store(upload, by=clerk, company=company, subject=company, retention="voucher")

    return keep
