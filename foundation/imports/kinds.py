"""Which tables people may send. Rooms above fill it in their `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass

from .columns import Column


@dataclass(frozen=True)
class Kind:
    """A table that a department takes: its columns, and how a row becomes the call of an action.

    Its addresses are `<name>s`, `<name>_new` and so on in the room `app`. `confirm` is the permission that bringing rows in
    asks for beside `permission`, where they hold what needs a fresh sign-in.
    """

    code: str
    app: str
    name: str
    label: str
    title: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]  # columns whose values come once in a company
    known: Callable  # (company, key, values) -> those of the values that are there already
    write: Callable  # (*, by, company, **values)
    permission: str
    confirm: str = ""
    shown: int = 6  # so many of its columns stand in the list of rows at first


_kinds: dict[str, Kind] = {}


def register(kind):
    _kinds[kind.code] = kind


def get(code):
    return _kinds[code]


def registered():
    return list(_kinds.values())
