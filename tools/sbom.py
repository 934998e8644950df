"""`python -m tools.sbom`: the bill of materials of the lock as CycloneDX 1.6. The same lock gives the same bytes."""

import csv
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"
LICENCES = ROOT / "security" / "licences.csv"
PIN = re.compile(r"([a-z0-9._-]+)==([^ ;\\]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
WANTED_BY = re.compile(r"^\s+# +(?:via )?([a-z0-9._-]+)(?:\[.*)?$", re.MULTILINE)
PORTAL = "backoffice"


def bill() -> dict:
    lock = LOCK.read_text(encoding="utf-8")
    packages = dict(entries(lock))
    licences = licences_of_packages()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, lock)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": PORTAL, "bom-ref": PORTAL}},
        "components": [component(name, entry, licences[name]) for name, entry in packages.items()],
        "dependencies": [
            {"ref": ref(packages, name), "dependsOn": [ref(packages, other) for other in needs(packages, name)]}
            for name in (PORTAL, *packages)
        ],
    }


def entries(lock: str) -> Iterator[tuple[str, str]]:
    for entry in re.split(r"\n(?=[a-z])", lock.strip()):
        yield PIN.match(entry)[1], entry


def component(name: str, entry: str, licence: str) -> dict:
    version = PIN.match(entry)[2]
    return {
        "type": "library",
        "bom-ref": purl(name, version),
        "name": name,
        "version": version,
        "licenses": [{"expression": licence}],
        "purl": purl(name, version),
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in HASH.findall(entry)],
    }


def needs(packages: dict[str, str], name: str) -> list[str]:
    """What came into the lock because of this one; the portal itself stands there as the list of its wishes."""
    if name == PORTAL:
        return [other for other, entry in packages.items() if "-r requirements.in" in entry]
    return [other for other, entry in packages.items() if name in WANTED_BY.findall(entry)]


def ref(packages: dict[str, str], name: str) -> str:
    return name if name == PORTAL else purl(*PIN.match(packages[name]).groups())


def purl(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def licences_of_packages() -> dict[str, str]:
    with LICENCES.open(encoding="utf-8") as file:
        return {row["package"]: row["licence"] for row in csv.DictReader(file, delimiter=";")}


if __name__ == "__main__":
    print(json.dumps(bill(), indent=2))
