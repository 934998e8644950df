"""`python -m bench.posting`: what capturing and posting cost above plain SQL that writes the same rows.

Both sides in turn over one connection, with the same number of commits: capturing is one, posting another. Printed are
medians of the rounds: entries per second, the ratio to the plain side, and the milliseconds per entry that this process
was busy (the rest of the time it waited for the database).

On PostgreSQL with fsync, on busy machines of two cores: posting one by one 9-17 % of plain SQL, by the hundred 10 %;
capturing and posting 13-22 % and 36 %. One by one the time is spent in Python, not in the guards. A posting has eight statements and a commit where plain SQL has one and a commit.
"""

from statistics import median

from django.db import connection

from accounting.actions.bulk import capture_many
from accounting.actions.entries import capture_entry
from accounting.actions.posting import capture_and_post, post_entries
from accounting.queries.chain import verify_books
from bench import posting_plain as plain
from bench.company import sale
from bench.scratch import DAY, clock, database

ROUNDS, COUNT = 7, 100
AT_ONCE = "both at once"


def main():
    with database() as books:
        plain.make_tables()
        post_entries([entry.pk for entry in captured(books)], by=books.second)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the database does for itself a minute later
        rounds = [in_turn(books, number) for number in range(1, ROUNDS + 1)]
        report(books.vendor, rounds)
        assert not list(verify_books())


def in_turn(books, round_):
    """One round: each way once by us and once plain, now the one first and now the other."""
    spent = {}
    sides = [ours, by_hand] if round_ % 2 else [by_hand, ours]
    for size in (1, COUNT):
        template = plain.rows_of(captured(books))
        for side in sides:
            side(books, round_, size, template, spent)
    template = plain.rows_of(captured(books))
    for side in sides:
        (ours_at_once if side is ours else by_hand_at_once)(books, round_, template, spent)
    return spent


def ours_at_once(books, round_, template, spent):
    drafts = [sale(number, DAY) for number in range(COUNT)]
    with clock(spent, ("ours", AT_ONCE, 1)):
        for draft in drafts:
            capture_and_post(**facts_of(books, draft))


def by_hand_at_once(books, round_, template, spent):
    entries, lines = template
    per_entry = len(lines) // COUNT
    with clock(spent, ("plain", AT_ONCE, 1)):
        for number, entry in enumerate(entries):
            its_lines = lines[number * per_entry : (number + 1) * per_entry]
            plain.write_posted(entry, its_lines, 100_000 + COUNT * round_ + number, books.first.pk)


def ours(books, round_, size, template, spent):
    drafts = [sale(number, DAY) for number in range(COUNT)]
    with clock(spent, ("ours", "capture", size)):
        if size == 1:
            entries = [capture_entry(**facts_of(books, draft)) for draft in drafts]
        else:
            entries = capture_many(by=books.first, company=books.company, drafts=drafts)
    with clock(spent, ("ours", "post", size)):
        for start in range(0, COUNT, size):
            post_entries([entry.pk for entry in entries[start : start + size]], by=books.second)


def by_hand(books, round_, size, template, spent):
    entries, lines = template
    per_entry = len(lines) // COUNT
    with clock(spent, ("plain", "capture", size)):
        for start in range(0, COUNT, size):
            plain.capture(entries[start : start + size], lines[start * per_entry : (start + size) * per_entry])
    first = 1 + COUNT * (2 * round_ + (size == 1))
    numbered = list(enumerate((row[0] for row in entries), first))
    with clock(spent, ("plain", "post", size)):
        for start in range(0, COUNT, size):
            plain.post(numbered[start : start + size], books.second.pk)


def captured(books):
    return capture_many(by=books.first, company=books.company, drafts=[sale(number, DAY) for number in range(COUNT)])


def facts_of(books, draft):
    return {
        "by": books.first,
        "company": books.company,
        "journal": books.journal,
        "posting_date": draft.posting_date,
        "text": draft.text,
        "lines": draft.lines,
        "document_number": draft.document_number,
    }


def report(vendor, rounds):
    single, many = (("post",), ("capture", "post"), (AT_ONCE,)), (("post",), ("capture", "post"))
    for size, ways in ((1, single), (COUNT, many)):
        for steps in ways:
            us, them = ([_sum(spent, side, steps, size) for spent in rounds] for side in ("ours", "plain"))
            ratio = median(plain / our for (our, _busy), (plain, _idle) in zip(us, them, strict=True))
            (ours, busy), (plain, idle) = (map(median, zip(*side, strict=True)) for side in (us, them))
            print(
                f"{vendor:10} {size:3} per commit  {' + '.join(steps):14} {COUNT / ours:6.0f}/s"
                f"  plain {COUNT / plain:6.0f}/s  ratio {ratio:4.0%}"
                f"  busy {busy / COUNT * 1000:.2f} ms, plain {idle / COUNT * 1000:.2f} ms"
            )


def _sum(spent, side, steps, size):
    """(seconds, busy seconds) of these steps."""
    return [sum(parts) for parts in zip(*(spent[side, step, size] for step in steps), strict=True)]


if __name__ == "__main__":
    main()
