"""The rules that keep personal data, read from `retention.csv`: law changes, and then a line changes."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import get_language


@dataclass(frozen=True)
class Rule:
    code: str
    years: int
    basis: str
    text_de: str
    text_en: str

    @property
    def text(self):
        return self.text_en if (get_language() or "de").startswith("en") else self.text_de

    def until(self, day):
        """The last day of keeping: the time runs from the end of the calendar year."""
        return date(day.year + self.years, 12, 31)


@cache
def rules():
    with Path(__file__).with_name("retention.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            Rule(row["rule"], int(row["years"]), row["basis"], row["text_de"], row["text_en"])
            for row in csv.DictReader(file, delimiter=";")
        ]
    return {rule.code: rule for rule in rows}
