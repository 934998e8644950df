"""What a row means for the books, and how it is known again."""

from collections import Counter
from hashlib import sha256

from accounting.calc.extf.batch import DEBIT


def effective(row):
    """(debit account, credit account, cents above zero in the currency of the books).

    The side belongs to `account`; a Generalumkehr books it backwards.
    """
    cents = row.amount if row.base_amount is None else row.base_amount
    if (row.side == DEBIT) != row.reversal:
        return row.account, row.contra_account, cents
    return row.contra_account, row.account, cents


def _identity(row):
    return (
        row.document_date.isoformat(),
        str(row.amount),
        row.currency,
        row.side,
        "G" if row.reversal else "",
        row.account,
        row.contra_account,
        row.bu_key,
        row.document_number,
        row.text,
    )


def fingerprint(row, ordinal):
    """32 hex digits that stay the same when the file is exported again; `ordinal` is 1 for the first such row of the
    file, 2 for its first twin."""
    return sha256("\x1f".join((*_identity(row), str(ordinal))).encode()).hexdigest()[:32]


class Fingerprints:
    """Gives every row of a file its fingerprint, in the order of the file: twins are counted."""

    def __init__(self):
        self._twins = Counter()

    def of(self, row):
        first = fingerprint(row, 1)
        self._twins[first] += 1
        return first if self._twins[first] == 1 else fingerprint(row, self._twins[first])
