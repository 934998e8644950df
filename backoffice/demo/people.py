"""Who works at Nordlicht Handel GmbH. Everybody here is invented."""

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import make_password

from foundation.access.actions.people import create_person_with_login
from foundation.access.actions.roles import grant_founding
from foundation.access.models import Role, User
from foundation.access.permissions import declared
from foundation.lib.text import fold
from foundation.organisation.choices import Side
from foundation.organisation.models import Unit

UNITS = {
    "Geschäftsleitung": Side.NEUTRAL,
    "Handel": Side.FRONT,
    "Kundenberatung": Side.FRONT,
    "Rechnungswesen": Side.BACK,
    "Personal": Side.BACK,
    "Zoll": Side.BACK,
    "Abwicklung": Side.BACK,
    "IT-Betrieb": Side.BACK,
    "Risikocontrolling": Side.RISK,
    "Revision": Side.AUDIT,
    "Verwaltung": Side.ADMIN,
}

# First name, last name, unit, post, role
PEOPLE = (
    ("Henrike", "Brodersen", "Geschäftsleitung", "Geschäftsführerin Markt", "board.front"),
    ("Konrad", "Wiesner", "Geschäftsleitung", "Geschäftsführer Marktfolge", "board.back"),
    ("Marten", "Holm", "Handel", "Leiter Handel", "front.head"),
    ("Svenja", "Lorenzen", "Handel", "Händlerin", "front.trader"),
    ("Jannik", "Pohl", "Handel", "Händler", "front.trader"),
    ("Tomke", "Ahrens", "Kundenberatung", "Kundenberaterin", "front.advisor"),
    ("Bjarne", "Keller", "Kundenberatung", "Kundenberater", "front.advisor"),
    ("Renate", "Thiessen", "Rechnungswesen", "Leiterin Back Office", "back.head"),
    ("Gesa", "Paulsen", "Rechnungswesen", "Hauptbuchhalterin", "back.accounting"),
    ("Olaf", "Kröger", "Rechnungswesen", "Debitorenbuchhalter", "back.accounting"),
    ("Mareike", "Steen", "Rechnungswesen", "Kreditorenbuchhalterin", "back.accounting"),
    ("Dörte", "Hansen-Wulf", "Rechnungswesen", "Stammdaten", "back.vendor"),
    ("Jürgen", "Mahnke", "Rechnungswesen", "Zahlungsverkehr", "back.payments"),
    ("Anke", "Sievers", "Personal", "Personalreferentin", "back.hr"),
    ("Volker", "Rehbein", "Personal", "Lohnbuchhalter", "back.payroll"),
    ("Birte", "Claasen", "Zoll", "Zollsachbearbeiterin", "back.customs"),
    ("Hinnerk", "Stahl", "Abwicklung", "Sachbearbeiter Abwicklung", "back.settlement"),
    ("Inken", "Mumm", "Abwicklung", "Sachbearbeiterin Abwicklung", "back.settlement"),
    ("Wiebke", "Jessen", "Abwicklung", "Telefonzentrale", "back.switchboard"),
    ("Emre", "Aydin", "IT-Betrieb", "Systembetreuer", "back.itops"),
    ("Katharina", "Voss", "Risikocontrolling", "Leiterin Risikocontrolling", "risk.head"),
    ("Lennart", "Graf", "Risikocontrolling", "Risikocontroller", "risk.controller"),
    ("Friederike", "Noll", "Risikocontrolling", "Compliance-Beauftragte", "compliance.officer"),
    ("Rainer", "Petersen", "Revision", "Interner Revisor", "audit.internal"),
    ("Ilka", "Behrens", "Verwaltung", "Berechtigungsverwalterin", "admin.access"),
    ("Sönke", "Tamm", "Verwaltung", "Berechtigungsverwalter", "admin.access"),
    ("Nadja", "Wolff", "Verwaltung", "Systemverwalterin", "admin.system"),
)


def employ(company, since):
    """Everybody with a login, and by role. Inside `acting`. Returns {role: [Person, ...]}."""
    units = {name: Unit.objects.create(company=company, name=name, side=side) for name, side in UNITS.items()}
    by_role = {}
    for number, (first, last, unit, post, role) in enumerate(PEOPLE, 10):
        person = create_person_with_login(
            company=company, unit=units[unit], first_name=first, last_name=last, email=email(first, last),
            phone=f"0451 5550{number}", job_title=post, joined_on=since,
        )  # fmt: skip
        by_role.setdefault(role, []).append(person)
    _give_roles(by_role, since)
    _give_logins(by_role)
    return by_role


def email(first, last):
    return f"{fold(first)}.{fold(last)}@nordlicht.example".replace(" ", "-")


def _give_roles(by_role, since):
    roles = Role.objects.in_bulk()
    first, second = by_role["admin.access"]
    for code, people in by_role.items():
        for person in people:
            for role in ("staff", code):
                grant_founding(
                    person=person, role=roles[role], approved_by=second if person == first else first,
                    valid_from=since, reason="Gründung",
                )  # fmt: skip


def with_code():
    """Roles that sign in with a code as well: those that are privileged, and those that move money."""
    money = {role for permission in declared() if permission.money for role in permission.roles}
    return money | set(Role.objects.filter(privileged=True).values_list("code", flat=True))


def _give_logins(by_role):
    """One password, hashed once: hashing it for each would take longer than all the rest."""
    User.objects.filter(person__isnull=False).update(password=make_password(settings.DEMO_PASSWORD))
    holders = [person for role in sorted(with_code()) for person in by_role.get(role, ())]
    for user in User.objects.filter(person__in=holders):
        TOTP.activate(user, generate_totp_secret())
