"""Guards of the ledger, GoBD and § 146 Abs. 4 AO: what is posted stays, balanced, numbered without gaps and chained."""

from foundation.records import guards

from . import balances, bank, chart, content, entries, payments, periods, posting, recurring, templates


def register():
    for subject in (posting, balances, entries, content, periods, chart, bank, payments, templates, recurring):
        guards.register(*subject.GUARDS)
        guards.sentences(**subject.SENTENCES)
