"""No locked package is of a version known to be bad, and what runs is what was tested."""

import csv
import re
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
ADVISORIES = list(csv.DictReader((ROOT / "security" / "advisories.csv").open(encoding="utf-8"), delimiter=";"))


def locked(name):
    return set(PIN.findall((ROOT / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("advisory", ADVISORIES, ids=lambda advisory: f"{advisory['package']}-{advisory['id']}")
def test_no_locked_version_is_known_to_be_bad(advisory):
    bad = SpecifierSet(advisory["bad_versions"])
    for lock in ("requirements.txt", "requirements-dev.txt"):
        versions = {version for package, version in locked(lock) if package == advisory["package"]}
        assert versions, f"{advisory['package']} is no longer used; take it off the list"
        assert not {version for version in versions if version in bad}


def test_the_tests_run_with_the_packages_of_the_portal():
    assert locked("requirements.txt") - locked("requirements-dev.txt") == set()


def test_every_locked_package_carries_hashes():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        entries = re.split(r"\n(?=[a-z])", (ROOT / lock).read_text(encoding="utf-8").strip())
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
