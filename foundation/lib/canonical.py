"""One byte string per value, for hash chains: equal values give equal bytes, today and in ten years."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID


def canonical(value):
    """JSON in UTF-8 with sorted keys and no spaces. Times are UTC to the microsecond, Decimals strings without
    trailing zeros. TypeError for what can be written in more than one way: floats, naive times, sets, lazy texts."""
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _plain(value):
    match value:
        case None | bool() | int() | str():
            return value
        case dict() if all(isinstance(key, str) for key in value):
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case Decimal() if value.is_finite():
            return _digits(value)
        case datetime() if value.tzinfo:
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case UUID():
            return str(value)
    raise TypeError(f"{value!r} has no canonical form")


def _digits(number):
    """1.50 and 1.5 are the same number, and a database may return either."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def sha256_hex(data):
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def sha256_of_upload(upload):
    """Of a file as it comes in; it is read from its start again afterwards."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
