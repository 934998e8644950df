"""Which account a bank line is booked against: what was done before with the same payer, and what is still owed."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date

from foundation.lib.text import cologne, fold

WORD = re.compile(r"[a-z]{4,}")
REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9/_.-]{3,39}", re.IGNORECASE)
FEWEST_WORDS = 2  # every second payment is an invoice
LEAST_COMMON = 0.5  # of the words of the purpose
MOST = 3


@dataclass(frozen=True)
class Movement:
    """What is known of a bank line."""

    amount: int
    day: date
    iban: str = ""
    name: str = ""
    purpose: str = ""

    @property
    def words(self):
        return frozenset(WORD.findall(fold(self.purpose)))

    @property
    def references(self):
        """What could be the number of an invoice."""
        return {found.strip("./_-").upper() for found in REFERENCE.findall(self.purpose) if re.search("[0-9]", found)}


@dataclass(frozen=True)
class Earlier:
    """A line that was booked, and against which account."""

    movement: Movement
    account: str
    tax_code: str = ""


@dataclass(frozen=True)
class Owed:
    """What is still open under a document number on the account of a customer (above zero) or a supplier."""

    account: str
    document_number: str
    rest: int


@dataclass(frozen=True)
class Proposal:
    """`why`: iban, name, sound, words, number or sum."""

    account: str
    why: str
    tax_code: str = ""
    document_number: str = ""


def propose(movement, earlier, owed):
    """At most three accounts, the likeliest first."""
    same_way = [each for each in earlier if (each.movement.amount > 0) == (movement.amount > 0)]
    found = [
        Proposal(account, why, tax_code)
        for why, fits in LIKENESS
        for account, tax_code in _mostly(each for each in same_way if fits(movement, each.movement))
    ]
    found += [Proposal(item.account, why, document_number=item.document_number) for why, item in _owing(movement, owed)]
    first = {proposal.account: proposal for proposal in reversed(found)}
    ordered = [proposal for proposal in found if first[proposal.account] is proposal]
    return [_with_document(proposal, movement, owed) for proposal in ordered[:MOST]]


def _mostly(earlier):
    """(account, tax code) as often as they were used; of equals the latest."""
    latest_first = sorted(earlier, key=lambda each: each.movement.day, reverse=True)
    return [pair for pair, _times in Counter((each.account, each.tax_code) for each in latest_first).most_common()]


def _same_iban(one, other):
    return bool(one.iban) and one.iban == other.iban


def _same_name(one, other):
    return bool(one.name) and fold(one.name) == fold(other.name)


def _same_sound(one, other):
    return bool(cologne(one.name)) and cologne(one.name) == cologne(other.name)


def _same_words(one, other):
    common = one.words & other.words
    return len(common) >= FEWEST_WORDS and len(common) >= LEAST_COMMON * len(one.words | other.words)


LIKENESS = (("iban", _same_iban), ("name", _same_name), ("sound", _same_sound), ("words", _same_words))


def _owing(movement, owed):
    """What this payment settles: named by its number, else the same sum if there is one such only."""
    fitting = [item for item in owed if (item.rest > 0) == (movement.amount > 0)]
    named = [item for item in fitting if item.document_number.upper() in movement.references]
    same_sum = [item for item in fitting if item.rest == movement.amount]
    yield from (("number", item) for item in sorted(named, key=lambda item: item.rest != movement.amount))
    yield from (("sum", item) for item in same_sum)


def _with_document(proposal, movement, owed):
    if proposal.document_number:
        return proposal
    settled = next((item for _why, item in _owing(movement, owed) if item.account == proposal.account), None)
    return replace(proposal, document_number=settled.document_number) if settled else proposal


def pairs(movements, entries, days=5):
    """{line: entry} for what is in the books already: the same amount, a few days apart, and no other that fits better.

    Both are {key: Movement}. Named by its number, then the nearest day; what fits two alike is left to a person.
    """
    of_amount = defaultdict(list)
    for key, entry in entries.items():
        of_amount[entry.amount].append((key, entry))
    ranked = sorted(
        (_distance(line, entry), line_key, entry_key)
        for line_key, line in movements.items()
        for entry_key, entry in of_amount[line.amount]
        if abs((line.day - entry.day).days) <= days
    )
    found, taken = {}, set()
    for distance, line_key, entry_key in ranked:
        if line_key in found or entry_key in taken:
            continue
        rivals = [each for each in ranked if each[0] == distance and (each[1] == line_key) != (each[2] == entry_key)]
        if any(each[1] not in found and each[2] not in taken for each in rivals):
            continue
        found[line_key] = entry_key
        taken.add(entry_key)
    return found


def _distance(line, entry):
    named = bool(line.references & entry.references) or _same_name(line, entry)
    return (not named, abs((line.day - entry.day).days))
