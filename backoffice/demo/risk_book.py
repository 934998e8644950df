"""What risk control of Nordlicht knows of: the inventory of its risks, what went wrong, and how its key figures ran."""

from datetime import timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from foundation.access import approvals
from foundation.access.choices import Vote
from risk import keyfigures
from risk.actions.daily import confirm_reading, sign_daily_report
from risk.actions.incidents import analyse_incident, close_incident, report_incident, set_material_loss
from risk.actions.inventory import add_risk, ask_acceptance, assess_risk, freeze_inventory
from risk.actions.keyfigures import keep_readings, take_readings
from risk.calc.keyfigures import light
from risk.mornings import before, make_daily_report

DAYS = 60
# name, category, gross, net, target (likelihood, impact), treatment, material, ESG, what it is, what is done about it
RISKS = (
    ("Ausfall einer Bank, mit der wir handeln", "counterparty", (2, 5), (2, 4), (1, 4), "reduce", True, False,
     "Eine Bank erfüllt ein Devisengeschäft oder eine Geldanlage nicht.", "Limite je Bank, Sicherheiten, wöchentliche Durchsicht der Ratings."),
    ("Ausfall großer Abnehmer", "counterparty", (3, 4), (2, 3), (2, 2), "transfer", True, False,
     "Ein Abnehmer mit mehr als 5 % des Umsatzes zahlt nicht.", "Warenkreditversicherung, Limite, Mahnwesen."),
    ("Dollarkurs beim Einkauf", "market", (4, 4), (3, 3), (2, 3), "reduce", True, False,
     "Ein fester Dollar verteuert Ware, deren Verkaufspreis schon steht.", "Sicherung durch Termingeschäfte bis zwölf Monate."),
    ("Kupfer- und Messingpreis", "market", (4, 3), (3, 2), (3, 2), "reduce", False, True,
     "Metalle für Leuchten verteuern sich stärker, als Kunden bezahlen.", "Rahmenverträge, Preisgleitklauseln, eigene Limite."),
    ("Saisonale Enge im Herbst", "liquidity", (3, 4), (2, 3), (1, 3), "reduce", True, False,
     "Vor dem Weihnachtsgeschäft bindet das Lager mehr, als die Linien hergeben.", "Rollierende Planung, zugesagte Kreditlinie."),
    ("Verschlüsselung durch Schadsoftware", "it", (4, 5), (2, 4), (1, 4), "reduce", True, False,
     "Systeme und Daten sind tagelang nicht verfügbar.", "Nächtliche Sicherung mit Wiederherstellungsprobe, Trennung der Netze, Übungen."),
    ("Falsche Ursprungsangabe bei der Einfuhr", "legal", (3, 3), (2, 3), (1, 3), "reduce", False, True,
     "Zölle werden nachgefordert, Ware wird aufgehalten.", "Vier Augen bei Zollanmeldungen, jährliche Prüfung der Lieferantenerklärungen."),
    ("Sturmflut am Nordlichtkai", "operational", (2, 5), (2, 4), (2, 3), "transfer", False, True,
     "Das Lager am Kai steht unter Wasser.", "Elementarversicherung, Lagerung der wertvollen Ware im Obergeschoss."),
)  # fmt: skip
# days ago, role of the reporter, what happened, estimate, near miss, done, then the analysis (type, line, gross, recovered, cause,
# measure) or None, closed
INCIDENTS = (
    (310, "back.payments", "Rechnung eines Lieferanten zweimal überwiesen.", 8_420_00, False, "Lieferant angerufen, Rückzahlung zugesagt.",
     ("execution", "payments", 8_420_00, 8_420_00, "Rechnung kam per Post und per Mail und bekam zwei Nummern.", "Abgleich der Belegnummern beim Erfassen."), True),
    (241, "front.trader", "Termingeschäft mit falscher Währung erfasst, am selben Tag bemerkt.", None, True, "Storniert und neu erfasst.",
     ("execution", "trading", 0, 0, "Vorlage mit dänischen statt schwedischen Kronen benutzt.", "Währung steht jetzt groß neben dem Betrag."), True),
    (188, "back.vendor", "Mail eines angeblichen Lieferanten mit neuer Bankverbindung. Nicht geändert.", None, True, "Rückruf unter der bekannten Nummer.",
     ("external_fraud", "corporate", 0, 0, "Nachgeahmte Adresse, ein Buchstabe anders.", "Rückrufpflicht bestätigt, alle Beschäftigten unterrichtet."), True),
    (97, "back.settlement", "Bestätigung der Bank drei Tage zu spät bearbeitet, Valuta verpasst.", 1_150_00, False, "Bank bat um Verzugszinsen.",
     ("execution", "payments", 1_150_00, 0, "Postfach war während des Urlaubs nicht vertreten.", "Vertretung im Portal eingetragen."), True),
    (45, "back.hr", "Wasserschaden im Archiv der Personalabteilung.", 24_000_00, False, "Feuerwehr, Akten getrocknet.",
     ("assets", "corporate", 27_300_00, 20_000_00, "Geplatztes Rohr über dem Archiv.", "Leitung verlegt, Akten werden digital geführt."), False),
    (16, "front.advisor", "Kunde beschwert sich über eine nicht erklärte Gebühr.", 380_00, False, "Gebühr erstattet.",
     ("clients", "brokerage", 380_00, 0, "Preisblatt war veraltet.", "Preisblätter werden zentral ausgegeben."), False),
    (3, "back.accounting", "Portal am Vormittag eine halbe Stunde sehr langsam.", None, False, "IT-Betrieb verständigt.", None, False),
    (0, "back.settlement", "Zwei Ausdrucke mit Kontodaten lagen offen am Drucker.", None, True, "Eingesammelt und vernichtet.", None, False),
)  # fmt: skip
# how each key figure ran: (level, swing), in its own unit; the last weeks are a little worse
RUNS = {
    "limit_use": (62, 14), "breaches_open": (0, 2), "confirmations_open": (2, 3), "discrepancies_open": (1, 2),
    "late_share": (4, 3), "off_market_share": (1, 2), "separation_exceptions": (0, 0), "recertifications_overdue": (0, 1),
    "break_glass_hours": (2, 2), "backups_failed": (0, 1), "orders_missed": (9, 8), "money_denied": (1, 2),
}  # fmt: skip


def keep(company, staff, today):
    controller, head = staff["risk.controller"][0], staff["risk.head"][0]
    set_material_loss(by=head, company=company, amount=10_000_00, reason="Beschluss der Geschäftsleitung")
    _take_stock(company, staff, controller, head, today)
    for facts in INCIDENTS:
        _report(company, staff, controller, today, *facts)
    _read(company, today)
    _tell(company, staff, head, today)


def _take_stock(company, staff, controller, head, today):
    """Eight risks, frozen for the last year; since then one has grown, one has shrunk and one is accepted."""
    owners = [staff[role][0] for role in ("front.head", "back.head", "risk.head", "admin.system", "back.vendor")]
    kept = [
        _add(company, controller, owners[number % len(owners)], today, number, *facts)
        for number, facts in enumerate(RISKS)
    ]
    freeze_inventory(by=head, company=company, year=today.year - 1)
    _judge(kept[3], controller, net_likelihood=4, net_impact=3, gross_impact=4)
    _judge(kept[4], controller, net_likelihood=1)
    asked = ask_acceptance(
        kept[6],
        by=controller,
        until=today + timedelta(days=180),
        reason="Weitere Prüfungen kosten mehr als der mögliche Schaden.",
    )
    approvals.vote(approvals.pending_about(asked).get(), by=head, vote=Vote.YES)
    ask_acceptance(
        kept[7], by=controller, until=today + timedelta(days=270), reason="Neubau des Deichs läuft bis dahin."
    )


def _add(
    company, by, owner, today, number, name, category, gross, net, target, treatment, material, esg, text, controls
):
    return add_risk(
        by=by, company=company, owner=owner, name=name, category=category, treatment=treatment, material=material, esg=esg,
        description=text, controls=controls, gross_likelihood=gross[0], gross_impact=gross[1], net_likelihood=net[0],
        net_impact=net[1], target_likelihood=target[0], target_impact=target[1],
        review_due=today + timedelta(days=40 * (number + 1)),
    )  # fmt: skip


def _judge(risk, by, **changes):
    facts = {name: getattr(risk, name) for name in ("name", "treatment", "owner")}
    assess_risk(risk, by=by, review_due=risk.review_due, **facts | changes)


def _report(company, staff, controller, today, ago, role, what, estimate, near_miss, done, analysis, closed):
    person = staff[role][0]
    happened_on = today - timedelta(days=ago)
    incident = report_incident(
        by=person, company=company, what=what, happened_on=happened_on, unit=person.unit, estimate=estimate,
        near_miss=near_miss, done=done,
    )  # fmt: skip
    if analysis is None:
        return
    event_type, line, gross, recovered, cause, measure = analysis
    analyse_incident(
        incident, by=controller, event_type=event_type, business_line=line, gross=gross, recoveries=recovered, cause=cause,
        measure=measure, found_on=min(happened_on + timedelta(days=1), today), near_miss=near_miss, owner=person,
        booked_on=min(happened_on + timedelta(days=20), today) if gross else None,
    )  # fmt: skip
    if closed:
        close_incident(incident, by=controller)


def _read(company, today):
    """Sixty mornings, up to the first of the days that are read as they really are."""
    chance = Random(20)  # noqa: S311 - invented figures, no secrets
    first_real = _reported(company)[0]
    for back in range(DAYS, (today - first_real).days, -1):
        found = {}
        for figure in keyfigures.registered():
            level, swing = RUNS.get(figure.code, (0, 0))
            drawn = level + chance.random() * swing * (1.6 if back < 15 else 1)
            value = Decimal(f"{drawn:.1f}") if figure.unit else Decimal(int(drawn))
            found[figure.code] = (value, light(value, figure.amber, figure.red))
        keep_readings(company, today - timedelta(days=back), found)


def _tell(company, staff, head, today):
    """The reports of two business days: one signed and read, that of this morning waits."""
    first, last = _reported(company)
    earlier = make_daily_report(company, first)
    sign_daily_report(earlier, by=head, remark="In der Morgenrunde besprochen.")
    confirm_reading(earlier, by=staff["board.back"][0])
    make_daily_report(company, last)
    for back in range((today - first).days, 0, -1):
        take_readings(company, today - timedelta(days=back))


def _reported(company):
    """The last two business days before today."""
    last = before(timezone.localdate(), company.calendar)
    return before(last, company.calendar), last
