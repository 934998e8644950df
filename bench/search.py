"""`python -m bench.search`: names with one slip among 100,000, against the plain search for their words.

The names are invented: German first names, family names of syllables, a few of those that everybody has. Asked is the
name as it was typed: right, without its umlauts, with a letter too few or too many, another letter, or two swapped.
Both sides in turn; printed are the median and the 95th percentile of the milliseconds, and how often the name was among
the first ten hits. The plain side is `icontains` for each word over the same rows.

Aims: p95 at most 40 ms on SQLite and 30 ms on PostgreSQL, found 95 times of 100, and filled within 20 seconds.
"""

import random
from collections import defaultdict
from itertools import product
from statistics import median, quantiles
from time import perf_counter

from django.db import connection

from bench.lists_fill import without_triggers
from bench.scratch import database
from foundation.contacts.models import Partner
from foundation.lib.text import fold
from foundation.screens import search, search_words

NAMES, ASKED, HITS = 100_000, 40, 10
LETTERS = "abcdefghijklmnopqrstuvwxyzäöü"
FIRST = """
Anke Birgit Björn Carsten Dörte Elke Friederike Gesa Götz Hannelore Heike Hinnerk Ilse Jens Jörg Jürgen Karin Käthe
Lasse Lübbert Maike Matthias Nele Okka Peter Philipp Renate Rüdiger Silke Sönke Stefan Swantje Thies Ulrike Ursula
Volker Wiebke Wolfgang Yvonne Zacharias
"""
BEGIN = """
Ahl Bach Berg Blum Bock Brand Brück Buch Dorn Eich Erl Feld Fisch Fried Gart Grün Habe Hag Hasel Heid Herm Hoch Hölz
Horn Iser Kalt Kirch Klein König Krüger Lang Lind Löw Mai Mark Möll Mühl Nagel Neu Nord Ober Ohl Pfeif Platz Quast
Rein Rösch Roth Sand Schäf Schil Schönn Schwarz Seel Stein Stött Sturm Tann Thal Uhl Vogel Wald Weid Wester Win Wolf
Zell Zimm
"""
END = """
acker bach bauer beck berger blum brock burg dorff eck er feld fels garten hagen hauer heim hoff holz horst huber ig
ing kamp ke kötter krug land lein ler ling loh mann meier meyer mühl müller ner ow rath rich sen sohn stedt stein
sträßer tal thal weg wig winkel wirth
"""
COMMON = """
Müller Mueller Miller Schmidt Schmitt Schulz Schulze Meyer Maier Fischer Weber Becker Schröder Neumann
"""


def main():
    with database() as books:
        chance = random.Random(7)  # noqa: S311 - the same names in each run
        names = invented(chance)
        seconds = write(books, names)
        print(f"{books.vendor:10} {NAMES:,} names filled in {seconds:.1f} s (aim 20)")
        spent, found = defaultdict(list), defaultdict(list)
        for kind, typed, name in asked(chance, names):
            for side, ask in (("ours", ours), ("plain", plain)):
                start = perf_counter()
                hits = ask(books.first, typed)
                spent[side, kind].append((perf_counter() - start) * 1000)
                found[side, kind].append(name in hits)
        report(books.vendor, spent, found)


def invented(chance):
    first_names, common = FIRST.split(), COMMON.split()
    families = [begin + end for begin, end in product(BEGIN.split(), END.split())]
    double = [f"{chance.choice(families)}-{chance.choice(families)}" for _each in range(len(families) // 10)]
    pool = families + double + common * 50
    return [f"{chance.choice(first_names)} {chance.choice(pool)}" for _each in range(NAMES)]


def write(books, names):
    """Seconds of the words; the rows themselves are there before."""
    with without_triggers():
        Partner.objects.bulk_create(
            (
                Partner(
                    company=books.company, number=str(70_000 + at), kind="customer", name=name, search_name=fold(name)
                )
                for at, name in enumerate(names)
            ),
            batch_size=2_000,
        )
    start = perf_counter()
    search_words.fill()
    seconds = perf_counter() - start
    if connection.vendor == "postgresql":  # which does it by itself a minute later
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return seconds


def asked(chance, names):
    """(kind of slip, what was typed, name), the kinds in turn."""
    for _each in range(ASKED):
        for kind, slip in SLIPS.items():
            name = chance.choice(names)
            first, family = name.split(" ", 1)
            yield kind, f"{first} {slip(chance, family)}", name


def shifted(change):
    """The slip at any place but the first letter, and such that it changes something."""

    def slip(chance, word):
        while (typed := change(chance, word, chance.randrange(1, len(word) - 1))) == word:
            pass
        return typed

    return slip


SLIPS = {
    "right": lambda chance, word: word,
    "no umlauts": lambda chance, word: word.translate(str.maketrans("äöüÄÖÜ", "aouAOU")),
    "one less": shifted(lambda chance, word, at: word[:at] + word[at + 1 :]),
    "one more": shifted(lambda chance, word, at: word[:at] + chance.choice(LETTERS) + word[at:]),
    "another": shifted(lambda chance, word, at: word[:at] + chance.choice(LETTERS) + word[at + 1 :]),
    "swapped": shifted(lambda chance, word, at: word[:at] + word[at + 1] + word[at] + word[at + 2 :]),
}


def ours(person, typed):
    groups = search.find(person, typed, kind="partners", limit=HITS)
    return [hit.title for group in groups for hit in group.hits]


def plain(person, typed):
    rows = Partner.objects.visible_to(person)
    for word in typed.split():
        rows = rows.filter(name__icontains=word)
    return [str(row) for row in rows.order_by("pk")[:HITS]]


def report(vendor, spent, found):
    for kind in (*SLIPS, "all"):
        parts = []
        for side in ("ours", "plain"):
            times, right = (
                [one for key, values in table.items() if key[0] == side and kind in (key[1], "all") for one in values]
                for table in (spent, found)
            )
            parts.append(
                f"{side} median {median(times):5.1f} ms  p95 {quantiles(times, n=20)[-1]:6.1f} ms"
                f"  found {sum(right) / len(right):4.0%}"
            )
        print(f"{vendor:10} {kind:10}  {'   '.join(parts)}")


if __name__ == "__main__":
    main()
