"""What the database shows of deals, where it guards rows by side."""

from foundation.access.row_security import protect
from foundation.organisation.choices import Side

FRONT, SETTLERS = (Side.FRONT,), (Side.BACK,)
READERS = (Side.BACK, Side.RISK, Side.AUDIT)


def register():
    """The front closes deals and sees nothing of their settlement; risk control lifts blocks and judges prices."""
    protect("settlement_deal", read=(*FRONT, *READERS), insert=FRONT, update=(*FRONT, Side.BACK, Side.RISK))
    for table in ("settlement_confirmation", "settlement_discrepancy", "settlement_settlement"):
        protect(table, read=READERS, insert=SETTLERS, update=SETTLERS)
    protect("settlement_marketcheck", read=READERS, insert=SETTLERS, update=(Side.BACK, Side.RISK))
