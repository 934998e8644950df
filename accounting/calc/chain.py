"""The hash of a posted entry over all legally relevant fields and the entry before it (GoBD, unalterability)."""

from foundation.lib.canonical import canonical, sha256_hex

VERSION = 1


def entry_hash(previous: str, facts: dict) -> str:
    return sha256_hex(previous.encode() + canonical(facts))
