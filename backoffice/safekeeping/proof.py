from accounting.queries.chain import verify_books
from foundation.documents.queries import file_problems
from foundation.records import guards, seals


def problems():
    """A sentence for everything in this installation that does not hold."""
    yield from guards.problems()
    for broken in verify_books():
        yield broken.sentence
    yield from file_problems()
    for broken in seals.verify():
        yield broken.sentence
