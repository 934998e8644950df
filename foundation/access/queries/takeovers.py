"""What a leaver leaves behind that waits for nobody else, and who takes it over."""

from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from foundation.lib.dates import midnight
from foundation.organisation.models import Person

from .. import takeovers
from ..calc.takeover import Candidate, taker
from ..choices import Way
from ..models import Deputy, RoleGrant, Takeover
from ..policy import LAST_ONE_STAYS
from .heads import manager_of

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Planned:
    duty: takeovers.Duty
    row: object
    leaver: Person
    taker: Person
    way: Way

    @property
    def title(self):
        return self.duty.title(self.duty.about(self.row))

    @property
    def why(self):
        return Way(self.way).label


def planned(leavers, on):
    """[Planned] from the day `on`, on which they are not here any more. What somebody took over already stays with him."""
    leavers, people = [_as_left(one, on) for one in leavers], _People(on)
    found = []
    for duty in takeovers.registered():
        for row, leaver in duty.waiting(leavers, on):
            if not _is_taken(duty.about(row), leaver, on):
                chosen = taker(_candidates(duty, row, leaver, people, {one.pk for one in leavers}))
                if chosen:
                    found.append(Planned(duty, row, leaver, chosen.who, chosen.way))
    return found


def taken_over_by(person):
    """[(duty, subject, Takeover)] that still wait for him."""
    mine = Takeover.objects.filter(taker=person).select_related("leaver").order_by("duty", "pk")
    found = []
    for code, group in groupby(mine, key=lambda one: one.duty):
        by_key = {one.subject_key: one for one in group}
        duty = takeovers.of(code)
        found += [(duty, subject, by_key[str(subject.pk)]) for subject in duty.still(list(by_key), person)]
    return found


def takeovers_about(subject):
    """Who took it over from whom, the last one first."""
    found = Takeover.objects.filter(subject_table=subject._meta.db_table, subject_key=str(subject.pk))
    return found.select_related("leaver", "taker").order_by("-pk")


def last_takeover(subject):
    return takeovers_about(subject).first()


def _as_left(person, on):
    """Also somebody who is about to leave: the rules look at his last day."""
    if person.left_on is not None and person.left_on < on:
        return person
    person = copy(person)
    person.left_on = on - DAY
    return person


class _People:
    """Those who are here on that day; each is loaded once, because his rights are read once."""

    def __init__(self, on):
        self.on, self.at = on, midnight(on)
        self.here = {one.pk: one for one in Person.objects.employed(on).select_related("unit", "company")}

    def among(self, keys):
        return [self.here[key] for key in keys if key in self.here]


def _candidates(duty, row, leaver, people, gone):
    administrators = RoleGrant.objects.valid(people.on).filter(role=LAST_ONE_STAYS).order_by("person")
    ways = (
        (Way.SUCCESSOR, [leaver.successor_id]),
        (Way.HEAD, [getattr(manager_of(leaver, on=people.on), "pk", None)]),
        (Way.DEPUTY, _deputies_of(leaver, leaver.left_on)),
        (Way.HOLDER, duty.keys_of_able(row, people.on)),
        (Way.ADMINISTRATOR, administrators.values_list("person", flat=True)),
    )
    for way, keys in ways:
        for person in people.among(keys):
            if person.pk not in gone:
                may = bool(duty.may(person, row, people.at))
                yield Candidate(person, way, may, duty.own(person, row))


def _deputies_of(leaver, on):
    return Deputy.objects.in_force(on).filter(principal=leaver).order_by("pk").values_list("person", flat=True)


def _is_taken(subject, leaver, on):
    here = Person.objects.employed(on)
    return takeovers_about(subject).filter(leaver=leaver, taker__in=here).exists()
