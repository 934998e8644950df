"""`python -m bench.posting`: what posting costs above plain SQL that writes the same rows.

The plain side has the same columns, indexes and checks, but no guard, no audit, no number, no chain and no balances.
"""

from bench.scratch import DAY, clock, database

ROUNDS, SINGLE, BATCH = 5, 60, 500
TABLES = ("accounting_entry", "accounting_line")


def main():
    with database() as books:
        from bench import posting_rounds

        posting_rounds.make_plain_tables(TABLES)
        spent = {}
        for round_ in range(ROUNDS):
            entries = []
            with clock(spent, "single"):
                for number in range(SINGLE):
                    entries.append(posting_rounds.post_one(books, round_ * SINGLE + number, DAY))
            posting_rounds.plain(entries, spent, "plain single", one_commit=False)
            with clock(spent, "batch"):
                entries = posting_rounds.post_batch(books, BATCH, DAY)
            posting_rounds.plain(entries, spent, "plain batch", one_commit=True)
        report(books.vendor, spent)


def report(vendor, spent):
    for name, count in (("single", SINGLE * ROUNDS), ("batch", BATCH * ROUNDS)):
        ours, plain = count / spent[name], count / spent[f"plain {name}"]
        print(f"{vendor:10} {name:6} {ours:8.0f} entries/s  plain SQL {plain:8.0f}/s  ratio {ours / plain:.0%}")


if __name__ == "__main__":
    main()
