"""A backup is worth what its restore is worth: made while others write, laid into an empty place, verified there."""

import json
import shutil
import subprocess
import sys

import pytest
from django.conf import settings as portal_settings
from django.db import connection

from backoffice.safekeeping.manifest import Manifest
from backoffice.safekeeping.restore import objections
from foundation.lib.errors import BusinessError
from foundation.lib.tests.conftest import english
from tests.conftest import Portal

__all__ = ["english"]
pytestmark = pytest.mark.race


@pytest.fixture(scope="module")
def saved(prepared_database, tmp_path_factory):
    """A portal that goes on posting while it is saved, and the folder of its backup."""
    folder = tmp_path_factory.mktemp("saved")
    portal = Portal(prepared_database(), folder)
    portal.told("attach(drafts(1)[0])")
    command = [
        sys.executable,
        "manage.py",
        "shell",
        "--no-imports",
        "-c",
        "from tests.acts import *; post_until_killed()",
    ]
    writer = subprocess.Popen(command, cwd=portal_settings.BASE_DIR, env=portal.environment(), stdout=subprocess.PIPE)
    try:
        assert writer.stdout.readline()
        done = portal.manage("backup", str(folder / "backups"))
    finally:
        writer.kill()
        writer.communicate()
    assert done.returncode == 0, done.stderr
    (backup,) = (folder / "backups").iterdir()
    return backup


@pytest.fixture
def elsewhere(empty_database, tmp_path):
    return Portal(empty_database(), tmp_path / "elsewhere")


def test_it_comes_back_whole(saved, elsewhere):
    done = elsewhere.manage("restore", str(saved), LANGUAGE_CODE="en")
    assert done.returncode == 0, done.stderr
    assert "books, files and audit trail are whole" in done.stdout
    assert elsewhere.told("documents()") == 1


def altered(folder):
    next((folder / "files").iterdir()).write_bytes(b"something else")


def missing(folder):
    (folder / "database").unlink()


def foreign(folder):
    (folder / "files" / "stranger").write_bytes(b"")


def newer(folder):
    rewrite(folder, migrations=["accounting.9999_of_tomorrow"])


def of_another_kind(folder):
    rewrite(folder, vendor="oracle")


def rewrite(folder, **changes):
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), **changes}))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (altered, "files/{file} is not as it was saved."),
        (missing, "database is missing."),
        (foreign, "files/stranger does not belong to this backup."),
        (newer, "This backup was made by a newer version of the portal (accounting.9999_of_tomorrow)."),
        (of_another_kind, "This backup is of oracle, the portal runs on {vendor}."),
    ],
)
def test_what_is_not_whole_is_refused(db, english, saved, tmp_path, spoil, sentence):
    spoilt = tmp_path / "spoilt"
    shutil.copytree(saved, spoilt)
    spoil(spoilt)
    (file,) = (saved / "files").iterdir()
    found = list(objections(Manifest.read(spoilt), spoilt))
    assert sentence.format(file=file.name, vendor=connection.vendor) in found
    assert "The database is not empty. A backup is restored beside it, never over it." in found


def test_without_a_manifest_it_is_no_backup(english, tmp_path):
    with pytest.raises(BusinessError, match="holds no whole backup"):
        Manifest.read(tmp_path)


def test_nothing_is_laid_over_files_that_are_there(saved, elsewhere):
    kept = elsewhere.folder / "files" / "kept"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"mine")
    done = elsewhere.manage("restore", str(saved), LANGUAGE_CODE="en")
    assert (done.returncode, "not empty" in done.stderr) == (1, True), done.stderr
    assert kept.read_bytes() == b"mine"


def test_nothing_is_laid_over_a_portal_at_work(saved, portal):
    _document, before = portal.told("[attach(drafts(1)[0]), captured()]")
    done = portal.manage("restore", str(saved), LANGUAGE_CODE="en")
    assert (done.returncode, "The database is not empty" in done.stderr) == (1, True), done.stderr
    sound = {"books": [], "chain": [], "files": []}
    assert portal.told("[captured(), documents(), whole()]") == [before, 1, sound]


@pytest.mark.once
def test_files_of_a_bucket_are_saved_and_come_back(bucket, settings, portal, elsewhere, tmp_path):
    in_bucket = {name: getattr(settings, name) for name in ("FILES_URL", "FILES_KEY_ID", "FILES_SECRET_KEY")}
    portal.told("attach(drafts(1)[0])", **in_bucket)
    before = contents(bucket)
    done = portal.manage("backup", str(tmp_path / "backups"), "--test", **in_bucket)
    assert (done.returncode, contents(bucket)) == (0, before), done.stderr
    (backup,) = (tmp_path / "backups").iterdir()
    assert elsewhere.manage("restore", str(backup), **in_bucket).returncode == 1, "never over what is there"
    bucket.objects.clear()
    done = elsewhere.manage("restore", str(backup), **in_bucket)
    assert (done.returncode, contents(bucket)) == (0, before), done.stderr
    assert len(before) == 1


def contents(bucket):
    return {name: content for name, (content, _at) in bucket.objects.items()}


def test_a_backup_can_be_rehearsed_and_old_ones_go(portal, tmp_path):
    into = tmp_path / "backups"
    for _round in range(2):
        done = portal.manage("backup", str(into), "--keep", "1")
        assert done.returncode == 0, done.stderr
    done = portal.manage("backup", str(into), "--test", "--keep", "1", LANGUAGE_CODE="en")
    assert (done.returncode, "whole" in done.stdout) == (0, True), done.stderr
    assert len(list(into.iterdir())) == 1
