"""DATEV EXTF Buchungsstapel: read with every finding named, write in format version 13."""

from accounting.calc.extf.batch import Batch, Header, Row
from accounting.calc.extf.bookings import Fingerprints, effective, fingerprint
from accounting.calc.extf.findings import ERROR, WARNING, Finding, Findings
from accounting.calc.extf.reading import open_batch, read_batch
from accounting.calc.extf.writing import write_batch

__all__ = [
    "ERROR",
    "WARNING",
    "Batch",
    "Finding",
    "Findings",
    "Fingerprints",
    "Header",
    "Row",
    "effective",
    "fingerprint",
    "open_batch",
    "read_batch",
    "write_batch",
]
