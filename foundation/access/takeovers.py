"""What waits for one person by name. A room registers each kind; when the person leaves, somebody else takes it over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .queries.grants import holders


@dataclass(frozen=True)
class Duty:
    """`waiting(leavers, on)` finds pairs of row and leaver, of what waits for nobody else from the day `on`.
    `may(person, row, at)`: no rule forbids him to go on with it. Who else has to do with it says `able(row, on)`, in that
    order; without it all who hold the `permission`. `give(row, leaver, to)` puts his name there, inside `acting`.

    `about(row)` is what stands on the work list; `still(keys, person)` finds what of it waits yet."""

    code: str
    label: str
    waiting: Callable
    may: Callable
    still: Callable
    url: Callable
    permission: str = ""
    give: Callable = lambda row, leaver, to: None
    able: Callable | None = None
    own: Callable = lambda person, row: False
    about: Callable = lambda row: row
    title: Callable = str
    due: Callable[[object], date | None] = lambda subject: None

    def keys_of_able(self, row, on):
        if self.able:
            return [person.pk for person in self.able(row, on)]
        found = holders(self.permission, on).order_by("person") if self.permission else []
        return [one["person"] for one in found]


_duties: dict[str, Duty] = {}


def register(duty):
    _duties[duty.code] = duty


def of(code):
    return _duties[code]


def registered():
    return list(_duties.values())
