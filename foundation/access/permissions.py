"""Permissions are declared once, each in its own room, and collected here.

`"accounting.entry:post"` reads department, thing, verb. `roles` are the standard roles that hold it. Object rules are
predicates `(person, obj, at) -> Deny | None`, asked after the role has been found. `wall` is the separation rule that keeps
the other sides from it, where it is a narrower one than that of the sides themselves. What moves `money` asks for a second
factor and a fresh sign-in (R26); what is of use in an `emergency` is lent with a broken glass (R10). Besides reading, the
audit does only what is marked as a `finding` or serves its own reading (R28).
"""

from collections.abc import Callable
from dataclasses import dataclass

from foundation.organisation.choices import Side

EVERYBODY = ("*",)
READING_VERBS = {"view", "view_all", "export", "verify", "run"}


@dataclass(frozen=True)
class Permission:
    code: str
    label: str
    side: Side = Side.NEUTRAL
    roles: tuple[str, ...] = ()
    money: bool = False
    fresh_login: bool = False
    second_factor: bool = False
    emergency: bool = False
    finding: bool = False
    rules: tuple[Callable, ...] = ()
    wall: str = ""

    @property
    def verb(self):
        return self.code.rsplit(":", 1)[1]

    @property
    def reads(self):
        return self.verb in READING_VERBS

    @property
    def asks_fresh(self):
        return self.fresh_login or self.money

    @property
    def asks_factor(self):
        return self.second_factor or self.money

    def held_by(self, role):
        return self.roles == EVERYBODY or role in self.roles


_declared: dict[str, Permission] = {}


def declare(*permissions):
    for permission in permissions:
        _declared[permission.code] = permission


def get(code):
    return _declared[code]


def is_declared(code):
    return code in _declared


def declared():
    return sorted(_declared.values(), key=lambda permission: permission.code)


def of_role(code):
    return [permission for permission in declared() if permission.held_by(code)]
