"""What a PDF would do when it is opened."""

from enum import Enum

import pikepdf

OBJECTS, DEPTH = 500_000, 50
SCRIPT_KEYS = {"/JS", "/JavaScript"}
ACTIONS = {"/JavaScript", "/Launch"}


class Fault(Enum):
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    ACTIVE = "active"


def fault_of(file):
    """The Fault of a PDF (path or stream) that should not be kept, or None. Attached files alone are no fault:
    electronic invoices carry their XML that way."""
    try:
        with pikepdf.open(file) as pdf:
            return _fault_in(pdf)
    except pikepdf.PasswordError:
        return Fault.ENCRYPTED
    except (pikepdf.PdfError, ValueError, RecursionError):
        return Fault.DAMAGED


def _fault_in(pdf):
    if pdf.is_encrypted:
        return Fault.ENCRYPTED
    if len(pdf.objects) > OBJECTS:
        return Fault.TOO_LARGE
    for thing in [pdf.trailer, *pdf.objects]:
        if fault := _fault_at(thing):
            return fault
    return None


def _fault_at(thing, depth=0):
    """Looks into what is written in place; what is referred to is an object of its own and gets its turn."""
    if depth > DEPTH:
        return Fault.TOO_LARGE
    if isinstance(thing, pikepdf.Array):
        children = list(thing)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        if SCRIPT_KEYS & set(thing.keys()) or str(thing.get("/S", "")) in ACTIONS:
            return Fault.ACTIVE
        children = [child for _name, child in thing.items()]
    else:
        return None
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect and (fault := _fault_at(child, depth + 1)):
            return fault
    return None
