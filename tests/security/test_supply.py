"""What the portal is made of, and how somebody who finds a weakness reaches us."""

import csv
import json
import re
import subprocess
import sys

import pytest
from django.conf import settings

from tools import sbom

ROOT = settings.BASE_DIR
PERMISSIVE = {"MIT", "MIT-0", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0"}
WEAK_COPYLEFT = {"MPL-1.1", "MPL-2.0", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later"}


def locked():
    return re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)


def test_the_bill_of_materials_is_the_lock():
    done = subprocess.run([sys.executable, "-m", "tools.sbom"], cwd=ROOT, capture_output=True, check=True, text=True)
    bill = json.loads(done.stdout)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert [(part["name"], part["version"]) for part in bill["components"]] == locked()
    assert all(part["hashes"] for part in bill["components"])
    assert bill == sbom.bill()


def test_the_bill_says_what_came_in_because_of_what():
    needs = {part["ref"]: part["dependsOn"] for part in sbom.bill()["dependencies"]}
    direct = re.findall(r"^([A-Za-z0-9-]+)", (ROOT / "requirements.in").read_text(), re.MULTILINE)
    assert {ref.partition("/")[2].partition("@")[0] for ref in needs["backoffice"]} == {name.lower() for name in direct}
    reached, new = set(), {"backoffice"}
    while new:
        reached |= new
        new = {other for ref in new for other in needs[ref]} - reached
    assert reached == set(needs)


def test_every_package_has_a_licence_that_we_may_ship():
    licences = sbom.licences_of_packages()
    assert list(licences) == [name for name, _version in locked()]
    choices = {name: re.split(" OR ", licence) for name, licence in licences.items()}
    allowed = PERMISSIVE | WEAK_COPYLEFT
    assert {
        name for name, ways in choices.items() if not any(set(way.split(" AND ")) <= allowed for way in ways)
    } == set()


def test_every_rule_of_the_lint_has_a_bad_example():
    rules = set(re.findall(r"- id: ([a-z-]+)", (ROOT / "tools" / "lint_doors.yml").read_text()))
    tried = set(re.findall(r"# ([a-z-]+)$", (ROOT / "tests" / "test_tools.py").read_text(), re.MULTILINE))
    assert rules - tried == set()
    assert len(rules) >= 15


def test_times_to_mend_are_promised():
    promised = re.findall(
        r"^\| (critical|high|medium|low) \| (\d+) \|", (ROOT / "SECURITY.md").read_text(), re.MULTILINE
    )
    assert promised == [("critical", "7"), ("high", "14"), ("medium", "30"), ("low", "90")]


def test_the_list_of_bad_versions_says_where_each_comes_from():
    with (ROOT / "security" / "advisories.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["id"] for row in rows if not (row["source"].startswith("https://") and row["noted_on"])] == []


@pytest.mark.django_db
def test_a_finder_reads_whom_to_tell(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT, settings.SECURITY_EXPIRES = "mailto:security@nordlicht.example", "2027-11-30T00:00:00Z"
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "Contact: mailto:security@nordlicht.example",
        "Expires: 2027-11-30T00:00:00Z",
        "Preferred-Languages: de, en",
        "Canonical: http://testserver/.well-known/security.txt",
    ]
