"""What takes up limits: the wings above say what happens to a deal of theirs when risk control has decided.

Both are called in the transaction of the decision, with the key of the deal and the one who decided; what they raise
undoes the decision as well.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    unblocked: Callable
    refused: Callable
    describe: Callable = str


_subjects: dict[str, Subject] = {}


def register(table, *, unblocked, refused, describe=str):
    """`unblocked(key, by)`, `refused(key, by)`; `describe(row)` is how a deal is called on the pages of risk control."""
    _subjects[table] = Subject(unblocked, refused, describe)


def of(table):
    return _subjects[table]


def describe(table, row):
    return str(_subjects[table].describe(row) if table in _subjects else row)
