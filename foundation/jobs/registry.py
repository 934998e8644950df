"""Which function does which kind of work. Rooms fill it in their `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Handler:
    kind: str
    work: Callable
    max_attempts: int
    version: int


_handlers: dict[str, Handler] = {}


def handler(kind, max_attempts=3, version=1):
    """`work(job, progress)` is idempotent and may return a JSON dict. `progress(percent, message="")` costs nothing.
    `version` is kept with the arguments, for handlers whose arguments changed while jobs were waiting."""

    def register(work):
        _handlers[kind] = Handler(kind, work, max_attempts, version)
        return work

    return register


def of(kind):
    return _handlers[kind]
