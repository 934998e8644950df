"""Which cell of a row is which column."""

import re
from dataclasses import dataclass

from accounting.calc.extf.columns import HEADINGS, REQUIRED, canonical


@dataclass(frozen=True, slots=True)
class Layout:
    """`headings` as the file writes them, `position` from the standard heading to the cell."""

    headings: tuple[str, ...]
    position: dict[str, int]
    named: bool = True

    def heading(self, column):
        return self.headings[self.position[column]]


STANDARD = Layout(HEADINGS, {heading: i for i, heading in enumerate(HEADINGS)}, named=False)


def read_layout(values, line, findings):
    """The Layout of a line of headings, STANDARD where the line is a booking already, None where columns lack."""
    headings = tuple(value.strip() for value in values)
    if _is_booking(headings):
        findings.add("no_headings", row=line)
        return STANDARD
    while headings and not headings[-1]:
        headings = headings[:-1]
    errors = findings.errors
    position = {}
    for i, heading in enumerate(headings):
        column = canonical(heading)
        if column is None:
            if heading:
                findings.add("heading_unknown", row=line, column=heading)
        elif column in position:
            findings.add("heading_doubled", row=line, column=heading)
        else:
            position[column] = i
    for column in REQUIRED:
        if column not in position:
            findings.add("heading_missing", row=line, column=column)
    return Layout(headings, position) if findings.errors == errors else None


def _is_booking(values):
    """Headings never look like an amount followed by a side."""
    return len(values) > 1 and bool(re.fullmatch(r"-?[0-9][0-9.,]*", values[0])) and values[1] in ("S", "H", "")
