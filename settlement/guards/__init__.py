"""What the database keeps of deals, whoever writes and by whatever way."""

from foundation.records import guards

from . import cancellations, cut_offs, deals, settling


def register():
    for subject in (deals, cut_offs, cancellations, settling):
        guards.register(*subject.GUARDS)
        guards.sentences(**subject.SENTENCES)
