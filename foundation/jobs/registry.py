"""Which function does which kind of work. Rooms fill it in their `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Handler:
    kind: str
    work: Callable
    max_attempts: int
    version: int
    label: str


_handlers: dict[str, Handler] = {}


def handler(kind, max_attempts=3, version=1, label=""):
    """`work(job, progress)` is idempotent and may return a JSON dict. `progress(percent, message="")` costs nothing.
    `version` is kept with the arguments, for handlers whose arguments changed while jobs were waiting; `label` is
    what people read."""

    def register(work):
        _handlers[kind] = Handler(kind, work, max_attempts, version, label or kind)
        return work

    return register


def of(kind):
    return _handlers[kind]


def understands(job):
    """Not what came with newer code, while the old one is still at work."""
    return job.kind in _handlers and job.args_version <= _handlers[job.kind].version


def label_of(kind):
    """Also of old jobs, whose work nobody does any more."""
    return _handlers[kind].label if kind in _handlers else kind


def labels():
    """[(kind, label)] in the order of the labels."""
    return sorted(((kind, spec.label) for kind, spec in _handlers.items()), key=lambda pair: str(pair[1]).casefold())
