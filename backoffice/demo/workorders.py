"""What the front office of Nordlicht asked the back office for in the last weeks: forty work orders in every state."""

from datetime import timedelta

from django.utils import timezone

from foundation.calendars.hours import add, next_opening
from foundation.organisation.models import Unit
from workorders.actions.orders import ask_back_office, write_message
from workorders.actions.services import set_service
from workorders.actions.steps import (
    accept_order,
    answer_order,
    ask_back,
    cancel_order,
    confirm_order,
    finish_order,
    reopen_order,
    start_order,
)
from workorders.choices import OrderKind, Priority

COUNT, WEEKS, RECENT = 40, timedelta(weeks=6), timedelta(hours=7)
SERVICES = {
    OrderKind.INVOICE_COPY: ("Rechnungswesen", 1, 4, 18),
    OrderKind.PAYMENT_QUERY: ("Rechnungswesen", 2, 9, 27),
    OrderKind.ADDRESS_CHANGE: ("Rechnungswesen", 4, 18, 45),
    OrderKind.SHIPMENT_PAPERS: ("Zoll", 2, 9, 27),
    OrderKind.CONTRACT_PRINT: ("Abwicklung", 2, 9, 27),
    OrderKind.CALL_BACK: ("Abwicklung", 1, 3, 9),
    OrderKind.FREE: ("Abwicklung", 4, 18, 45),
}
WISHES = (
    (OrderKind.INVOICE_COPY, "RE-2026-04711 bitte noch einmal", "An die Buchhaltung des Kunden, als PDF.", "Ist unterwegs."),
    (OrderKind.PAYMENT_QUERY, "Zahlung über 3.570,00 € vom Monatsersten", "Der Kunde sieht sie nicht auf seinem Konto.",
     "Am selben Tag eingegangen und ausgeglichen."),
    (OrderKind.SHIPMENT_PAPERS, "Lieferung nach Tromsø, Ausfuhrbegleitdokument", "Der Spediteur wartet ab Mittag.",
     "Dokument liegt bei, MRN ist eingetragen."),
    (OrderKind.CALL_BACK, "Frau Petersen, 0451 555 0199", "Rückfrage zum Skonto.", "Erreicht und geklärt."),
    (OrderKind.CONTRACT_PRINT, "Rahmenvertrag 2026, zweifach", "Zur Unterschrift am Donnerstag.", "Liegt am Empfang."),
    (OrderKind.ADDRESS_CHANGE, "Neue Lieferanschrift", "Hafenstraße 12, 23568 Lübeck, ab sofort.", "Ist geändert."),
    (OrderKind.FREE, "Saldenbestätigung zum Quartalsende", "Der Prüfer des Kunden bittet darum.", "Ist unterschrieben zurück."),
)  # fmt: skip
LAST = (
    "reopened", "done", "in_work", "waiting", "new", "accepted", "done", "in_work", "waiting", "new", "in_work",
    "accepted", "new", "new",
)  # fmt: skip
PRIORITIES = (Priority.NORMAL, Priority.NORMAL, Priority.URGENT, Priority.NORMAL, Priority.LOW)
MINUTE = timedelta(minutes=1)


def ask_and_work(company, staff, partners):
    head = staff["back.head"][0]
    units = {unit.name: unit for unit in Unit.objects.filter(company=company).select_related("company__workplace")}
    for kind, (team, *hours) in SERVICES.items():
        minutes = {priority: 60 * each for priority, each in zip(Priority, hours, strict=True)}
        set_service(by=head, company=company, kind=kind, team=units[team], minutes=minutes)
    askers = [*staff["front.trader"], *staff["front.advisor"]]
    workers = {
        "Rechnungswesen": staff["back.accounting"],
        "Zoll": staff["back.customs"],
        "Abwicklung": staff["back.settlement"],
    }
    now = timezone.now()
    for turn in range(COUNT):
        kind, title, description, result = WISHES[turn % len(WISHES)]
        left = turn - (COUNT - len(LAST))
        back = (len(LAST) - left) * RECENT if left >= 0 else WEEKS - turn * WEEKS / COUNT
        asked = next_opening(company.calendar, now - back)
        order = ask_back_office(
            by=askers[turn % len(askers)], company=company, kind=kind, title=title, description=description,
            priority=PRIORITIES[turn % len(PRIORITIES)], about=partners[turn * 7 % len(partners)], at=min(asked, now),
        )  # fmt: skip
        team = workers[SERVICES[kind][0]]
        _Way(order, team[turn % len(team)], company.calendar, now, turn).lead(
            LAST[left] if left >= 0 else _old(turn), result
        )


def _old(turn):
    return "cancelled" if turn % 11 == 5 else "asked_back" if turn % 4 == 1 else "confirmed"


class _Way:
    """The steps of one order, each a while of business time behind the one before, and none in the future."""

    def __init__(self, order, worker, calendar, now, turn):
        self.order, self.worker, self.asker = order, worker, order.requester
        self.calendar, self.now, self.at = calendar, now, order.asked_at
        self.pace = 5 if turn % 9 == 4 else 1  # some are forgotten for a while

    def lead(self, to, result):
        if to == "cancelled":
            return self.step(cancel_order, self.asker, 20)
        if to == "new":
            return None
        self.step(accept_order, self.worker, 25)
        if to == "accepted":
            return None
        self.step(start_order, self.worker, 15)
        if to in ("waiting", "asked_back"):
            self.step(ask_back, self.worker, 20, text="Welche Kundennummer ist gemeint? Es gibt zwei.")
        if to == "asked_back":
            self.step(answer_order, self.asker, 90, text="Die erste, mit Sitz in Lübeck.")
        if to in ("waiting", "in_work"):
            return write_message(
                self.order, by=self.worker, text="Kunde war im Frühjahr schon einmal unzufrieden.", internal=True
            )
        self.step(finish_order, self.worker, 50 * self.pace, text=result)
        if to == "reopened":
            return self.step(reopen_order, self.asker, 30, text="Das war leider die falsche Anlage.")
        return None if to == "done" else self.step(confirm_order, self.asker, 60)

    def step(self, action, by, minutes, **said):
        self.at = min(add(self.calendar, self.at, minutes * MINUTE), self.now)
        self.order = action(self.order, by=by, at=self.at, **said)
