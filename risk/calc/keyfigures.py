from decimal import Decimal

GREEN, AMBER, RED = "green", "amber", "red"
CENT = Decimal("0.01")


def light(value, amber, red):
    """The higher, the worse."""
    return RED if value >= red else AMBER if value >= amber else GREEN


def share(part, whole):
    """In per cent; nothing of nothing is nothing."""
    return (Decimal(100 * part) / whole).quantize(CENT) if whole else Decimal(0)
