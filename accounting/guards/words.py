"""Conditions that more than one subject uses."""

from foundation.records.day import TODAY

POSTING = "OLD.state = 'draft' AND NEW.state = 'posted'"

# PostgreSQL asks once for all entries of a statement, SQLite entry by entry in the order of their numbers.
SEEING = "REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows"
POSTED_ROWS = f"before_rows OLD JOIN after_rows NEW ON NEW.id = OLD.id AND {POSTING}"


def has_left(person):
    """Whether the last working day of this person is over."""
    return f"EXISTS (SELECT 1 FROM organisation_person WHERE id = {person} AND left_on < {TODAY})"
