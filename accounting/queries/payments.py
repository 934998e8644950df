"""What became of payments that other rooms ordered."""

from ..choices import EntryState, PaymentState
from ..models import Entry, PaymentOrder


def are_done(key, table, entry):
    """The entry is posted, and no payment for that row of a table waits for its release."""
    waiting = PaymentOrder.objects.filter(origin_table=table, origin_key=str(key), state=PaymentState.ORDERED)
    return Entry.objects.filter(pk=entry, state=EntryState.POSTED).exists() and not waiting.exists()


def payments_for(person, key, table):
    """The payments ordered for that row of a table, as far as this person sees them."""
    found = PaymentOrder.objects.visible_to(person).filter(origin_table=table, origin_key=str(key))
    return found.select_related("partner", "released_by")
