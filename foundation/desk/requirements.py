"""What MaRisk asks for, and what of the portal answers it, read from `marisk.csv`: law changes, and then a line changes.

The references and paraphrases are kept from memory: check them against the text in force. They are written to the
database after each migrate; words that compliance has edited there stay.
"""

import csv
from pathlib import Path

from foundation.access.gate import check
from foundation.records.actor import acting
from foundation.records.audit import happened

from .models import Requirement

EDIT = "desk.requirement:edit"


def shipped():
    with Path(__file__).with_name("marisk.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def write_requirements(sender, **kwargs):
    """Missing ones with their words; place in the order, rules, reports and tests of all as this version has them."""
    there = Requirement.objects.in_bulk()
    with acting("system:migrate"):
        for position, row in enumerate(shipped(), 1):
            facts = {"position": position, **{name: row[name].split() for name in ("rules", "reports", "tests")}}
            if row["code"] not in there:
                words = {name: row[name] for name in ("reference", "text_de", "text_en")}
                Requirement.objects.create(code=row["code"], **words, **facts)
            elif any(getattr(there[row["code"]], name) != value for name, value in facts.items()):
                Requirement.objects.filter(pk=row["code"]).update(**facts)


def reword(requirement, *, by, reference, text_de, text_en):
    """The words of the law change; what of the portal answers them does not change with them."""
    check(by, EDIT, requirement)
    with acting(by):
        Requirement.objects.filter(pk=requirement.pk).update(reference=reference, text_de=text_de, text_en=text_en)
        happened("desk.requirement.reworded", subject=requirement)
