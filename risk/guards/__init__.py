"""Guards of risk control: what a deal took up stays as it was, limits are set by two people of the risk side."""

from foundation.records import guards

from . import credits, daily, exposure, incidents, inventory, limits, prices


def register():
    for subject in (limits, credits, exposure, incidents, inventory, daily, prices):
        guards.register(*subject.GUARDS)
        guards.sentences(**subject.SENTENCES)
