"""Hostile forms: every form and list that the URLconf knows, with forged, oversized and nonsensical values.

`python -m tests.security.fuzz [turns] [seed]` is the long run; the gate makes a few hundred turns. A seed repeats a run.
"""

import os
import random
import sys
import time
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

TURNS, SEED = "FUZZ_TURNS", "FUZZ_SEED"
VALUES = [
    "", " ", "0", "-1", "1", "2", "999999999999999999999", "1e309", "NaN", "٣", "²", "true", "null", "None", "[]", "{}", "h", "31.02.2026",
    "01.01.0000", "99.99.9999", "1.234,56", "-0,00", "1" * 400, "x" * 70_000, "\x00", "a\x00b", "a\r\nX-Evil: 1", "\u202ecod.exe",
    "\ufeff", "😀" * 50, "مرحبا", "\ud7ff", "\u2028", "'", "' OR 1=1 --", '"><script>alert(7)</script>', "{{7*7}}", "{% debug %}",
    "${7*7}", "%s%n%d", "../../etc/passwd", "=cmd|'/c calc'!A0", "javascript:alert(7)", "http://127.0.0.1:22/", "\t", "%00", "٠١",
]  # fmt: skip
EXTRA = [
    "is_superuser", "is_staff", "is_active", "approved_by", "posted_by", "captured_by", "state", "number", "company_id", "person_id",
    "granted_at", "id", "pk", "_method",
]  # fmt: skip
QUERY = [
    "sort",
    "after",
    "before",
    "q",
    "search",
    "format",
    "state",
    "tab",
    "date_from",
    "total_from",
    "kind",
    "period",
    "journal",
    "next",
]
WHO = ("back", "manager", "admin", "sysadmin", "auditor", "other")


class Fields(HTMLParser):
    """The names that a page would send, with what stands in them."""

    def __init__(self, page):
        super().__init__()
        self.found = {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("input", "select", "textarea", "button") and attributes.get("name"):
            self.found.setdefault(attributes["name"], attributes.get("value") or "")


class Fuzz:
    def __init__(self, browsers, addresses, forms, names, seed):
        self.random = random.Random(seed)
        self.browsers, self.names = browsers, names
        self.addresses, self.forms = addresses, forms
        for browser in browsers.values():
            browser.raise_request_exception = False

    def run(self, turns):
        """(address, who, sent, status, seconds) of each answer that must not be."""
        fields = {who: self._fields(who) for who in WHO}
        for turn in range(turns):
            who = self.random.choice(WHO)
            asked = self._form(who, fields[who]) if turn % 3 else self._list(who)
            start = time.monotonic()
            answer = asked[0](asked[1], asked[2])
            seconds = time.monotonic() - start
            if answer.status_code >= 500 or seconds > 5:
                yield (
                    asked[1],
                    who,
                    {name: str(value)[:60] for name, value in asked[2].items()},
                    answer.status_code,
                    seconds,
                )

    def _fields(self, who):
        """What the pages of this person ask for; forms without a page of their own stand on another's."""
        found = {}
        for address in {*self.addresses, *self.forms}:
            answer = self.browsers[who].get(address.format(**self.names))
            if answer.status_code == 200 and not answer.streaming:
                found |= Fields(answer.content.decode(errors="replace")).found
        return found

    def _form(self, who, fields):
        address = self._address(self.forms)
        chosen = self.random.sample(sorted(fields), min(len(fields), self.random.randint(1, 14)))
        sent = {name: self._value(fields[name]) for name in chosen}
        sent |= {name: self._value("1") for name in self.random.sample(EXTRA, self.random.randint(0, len(EXTRA)))}
        if self.random.random() < 0.9:
            sent["command_id"] = f"{self.random.getrandbits(128):032x}"
        if self.random.random() < 0.2:
            sent["file"] = SimpleUploadedFile(_file_name(self._value("x.csv")), self.random.randbytes(200))
        if self.random.random() < 0.5:
            sent |= {
                f"line-{self.random.choice(['0', '1', '999', '٣'])}-{part}": self._value("1")
                for part in ("account", "debit", "tax_code")
            }
        return self.browsers[who].post, address, sent

    def _list(self, who):
        sent = {name: self._value("csv") for name in self.random.sample(QUERY, self.random.randint(1, 5))}
        return self.browsers[who].get, self._address(self.addresses), sent

    def _address(self, addresses):
        """Mostly of what there is, at times of what there is not."""
        names = self.names
        if self.random.random() < 0.2:
            wild = ["0", "999999999999999999999", "1", "-1", "x", "😀", "%00"]
            names = {name: self.random.choice(wild) for name in names}
        return self.random.choice(addresses).format(**names)

    def _value(self, usual):
        return usual if self.random.random() < 0.3 else self.random.choice(VALUES)


if __name__ == "__main__":
    turns, seed = [*sys.argv[1:], *["20000", "1"][len(sys.argv) - 1 :]]
    os.environ |= {TURNS: turns, SEED: seed}
    sys.exit(pytest.main(["tests/security/test_fuzz.py", "-n0", "-q", "-s"]))


def _file_name(text):
    """Names that Django itself would not even take into its hands are left to its own tests."""
    return "x" if text[:300].rsplit("/", 1)[-1] in ("", ".", "..") else text[:300]
