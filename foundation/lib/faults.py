"""Crash points: named places where a test may kill the process, to prove that nothing is half done afterwards."""

import itertools
import os

_hits = itertools.count()


def point(name):
    """Does nothing unless the environment names this point: FAULT_RAISE raises a RuntimeError here; FAULT_POINT ends
    the process as `kill -9` would, after letting the first FAULT_SKIP hits of this process pass."""
    if os.environ.get("FAULT_RAISE") == name:
        raise RuntimeError(f"fault at {name}")
    if os.environ.get("FAULT_POINT") == name and next(_hits) >= int(os.environ.get("FAULT_SKIP", "0")):
        os._exit(137)
