"""Who leads whom at Nordlicht, what its positions need, and rights on their way: a deputy, a move, block leave."""

from datetime import timedelta

from foundation.access import approvals
from foundation.access.actions.deputies import name_deputy
from foundation.access.actions.leaves import plan_block_leave
from foundation.access.actions.moves import move_person
from foundation.access.actions.positions import ask_for_roles, define_position, name_head
from foundation.access.models import Approval, Role
from foundation.organisation.models import Person, Unit

HEADS = {
    "Handel": "front.head",
    "Kundenberatung": "front.head",
    "Rechnungswesen": "back.head",
    "Personal": "back.head",
    "Zoll": "back.head",
    "Abwicklung": "back.head",
    "IT-Betrieb": "back.head",
    "Risikocontrolling": "risk.head",
    "Geschäftsleitung": "board.back",
}
POSITIONS = (
    ("Handel", "Händler", "front.trader"),
    ("Kundenberatung", "Kundenberater", "front.advisor"),
    ("Rechnungswesen", "Buchhalter", "back.accounting"),
    ("Abwicklung", "Sachbearbeiter Abwicklung", "back.settlement"),
    ("Zoll", "Zollsachbearbeiter", "back.customs"),
    ("Risikocontrolling", "Risikocontroller", "risk.controller"),
)
DAY = timedelta(days=1)


def set_in_motion(company, staff, today):
    """Inside `acting`."""
    administrator, other = staff["admin.access"]
    units = {unit.name: unit for unit in Unit.objects.filter(company=company)}
    for unit, role in HEADS.items():
        name_head(units[unit], by=administrator, head=staff[role][0])
    positions = {
        name: define_position(
            by=administrator, unit=units[unit], name=name, roles=Role.objects.filter(pk__in=("staff", role))
        )
        for unit, name, role in POSITIONS
    }
    _stand_in(staff, today)
    _move(staff, positions["Sachbearbeiter Abwicklung"], administrator, other, today)
    trader = Person.objects.get(pk=staff["front.trader"][0].pk)
    plan_block_leave(trader, by=trader, valid_from=today + 21 * DAY, valid_to=today + 48 * DAY)


def _stand_in(staff, today):
    """While Hinnerk Stahl is on holiday an accountant settles."""
    principal = Person.objects.get(pk=staff["back.settlement"][0].pk)
    roles = Role.objects.filter(pk="back.settlement")
    name_deputy(
        by=principal, principal=principal, person=staff["back.accounting"][1], roles=roles, valid_from=today,
        valid_to=today + 13 * DAY, reason="Urlaub",
    )  # fmt: skip
    _approve("access.deputy", staff["back.head"][0])


def _move(staff, position, administrator, other, today):
    """From advice to settlement: what belongs to the old desk is barred for half a year."""
    mover = staff["front.advisor"][1]
    appointment = move_person(mover, by=administrator, position=position, on=today, reason="Wechsel auf eigenen Wunsch")
    ask_for_roles(appointment, by=Person.objects.get(pk=staff["back.head"][0].pk))
    _approve("access.position", staff["board.back"][0])
    _approve("access.position.grant", other)


def _approve(kind, person):
    approval = Approval.objects.get(kind=kind, state="pending")
    approvals.vote(approval, by=Person.objects.get(pk=person.pk), vote="yes")
