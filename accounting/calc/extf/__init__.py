"""DATEV EXTF Buchungsstapel: read with every finding named, write in format version 13."""

from accounting.calc.extf.batch import Batch, Header, Row
from accounting.calc.extf.bookings import effective, fingerprint, fingerprints
from accounting.calc.extf.findings import ERROR, WARNING, Finding
from accounting.calc.extf.reading import read_batch
from accounting.calc.extf.writing import write_batch

__all__ = [
    "ERROR",
    "WARNING",
    "Batch",
    "Finding",
    "Header",
    "Row",
    "effective",
    "fingerprint",
    "fingerprints",
    "read_batch",
    "write_batch",
]
