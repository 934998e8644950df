"""Standard roles, conflicting pairs and separation rules. Written to the database after each migrate; texts that an
administrator has edited there stay."""

from dataclasses import dataclass

from django.utils.functional import lazy
from django.utils.translation import get_language

from foundation.organisation.choices import Side

from .choices import TermCode


@dataclass(frozen=True)
class StandardRole:
    code: str
    side: Side
    name_de: str
    name_en: str
    recertification_days: int = 365
    privileged: bool = False


ROLES = (
    StandardRole("staff", Side.NEUTRAL, "Mitarbeiter (Selbstbedienung)", "Staff (self service)", 1095),
    StandardRole("front.trader", Side.FRONT, "Händler / Vertrieb", "Trader / sales"),
    StandardRole("front.advisor", Side.FRONT, "Kundenberatung", "Customer advice"),
    StandardRole("front.head", Side.FRONT, "Leitung Markt/Handel", "Head of front office"),
    StandardRole("board.front", Side.FRONT, "Geschäftsleitung Markt", "Board member, front"),
    StandardRole("back.settlement", Side.BACK, "Geschäftsabwicklung", "Settlement"),
    StandardRole("back.accounting", Side.BACK, "Buchführung", "Accounting"),
    StandardRole("back.vendor", Side.BACK, "Stammdaten Geschäftspartner", "Partner master data"),
    StandardRole("back.payments", Side.BACK, "Zahlungsfreigabe", "Payment release", privileged=True),
    StandardRole("back.customs", Side.BACK, "Zollabwicklung", "Customs"),
    StandardRole("back.switchboard", Side.BACK, "Telefonzentrale", "Switchboard", 1095),
    StandardRole("back.hr", Side.BACK, "Personal", "Human resources"),
    StandardRole("back.payroll", Side.BACK, "Lohn- und Gehaltsabrechnung", "Payroll"),
    StandardRole("back.itops", Side.BACK, "Betrieb der Datenverarbeitung", "IT operation", 182, privileged=True),
    StandardRole("back.head", Side.BACK, "Leitung Back Office", "Head of back office"),
    StandardRole("board.back", Side.BACK, "Geschäftsleitung Back Office", "Board member, back"),
    StandardRole("risk.controller", Side.RISK, "Risikocontrolling", "Risk control"),
    StandardRole("risk.head", Side.RISK, "Leitung Risikocontrolling", "Head of risk control"),
    StandardRole("compliance.officer", Side.RISK, "Compliance", "Compliance"),
    StandardRole("audit.internal", Side.AUDIT, "Interne Revision (nur lesend)", "Internal audit (read only)"),
    StandardRole("admin.access", Side.ADMIN, "Berechtigungsverwaltung", "Access administration", 182, privileged=True),
    StandardRole("admin.system", Side.ADMIN, "Systemverwaltung", "System administration", 182, privileged=True),
)

# days that the rules ask for
TERMS = {
    TermCode.COOL_OFF_MOVE: 180,
    TermCode.COOL_OFF_AUDIT: 365,
    TermCode.DEPUTY: 30,
    TermCode.BLOCK_LEAVE: 10,
}

TRADER = "front.trader"
# What moves money or deals rests while somebody is on block leave.
RESTING = {"front.trader", "front.advisor", "front.head", "back.settlement", "back.payments"}
# Who answers for the roles of a side: approves them with a position, and looks at them anew, the first before the next.
OWNERS = {
    Side.FRONT: ("front.head", "board.front"),
    Side.BACK: ("back.head", "board.back"),
    Side.RISK: ("risk.head", "board.back"),
    Side.AUDIT: ("board.back", "board.front"),
    Side.ADMIN: ("board.back", "board.front"),
    Side.NEUTRAL: ("admin.access", "back.head", "front.head", "risk.head", "board.back", "board.front"),
}

# R01 by side; the further pairs by name, where `back.*` stands for every role of that prefix.
EXCLUSIVE_SIDES = {Side.BACK, Side.RISK, Side.AUDIT, Side.ADMIN}
PAIRS = (
    ("back.vendor", "back.payments", "R06"),
    ("back.accounting", "back.payments", "R06"),
    ("back.settlement", "back.payments", "R06"),
    ("back.hr", "back.payroll", "R23"),
    ("back.payroll", "back.payments", "R23"),
    ("back.itops", "back.settlement", "R22"),
    ("back.itops", "back.accounting", "R22"),
    ("back.itops", "back.payments", "R22"),
    ("back.itops", "risk.*", "R22"),
    ("back.itops", "admin.access", "R22"),
    ("admin.access", "back.*", "R09"),
    ("admin.access", "risk.*", "R09"),
    ("admin.system", "back.settlement", "R09"),
    ("admin.system", "back.payments", "R09"),
    ("admin.access", "admin.system", "R09"),
    ("audit.internal", "back.*", "R28"),
    ("audit.internal", "risk.*", "R28"),
    ("audit.internal", "admin.*", "R28"),
    ("compliance.officer", "back.payments", "R01"),
)

# code, German, English, legal basis (MaRisk unless said otherwise; check the wording against the text in force)
RULES = (
    (
        "R01",
        "Niemand hat zugleich eine Rolle der Front und eine von Back Office, Risiko, Revision oder Verwaltung, bis in die Geschäftsleitung.",
        "Nobody holds a front role together with a back, risk, audit or administration role, up to the board.",
        "AT 4.3.1; BTO Tz. 3",
    ),
    (
        "R02",
        "Nach einem Wechsel prüft niemand, was er selbst gemacht hat; Vorgänge der alten Abteilung sind 180 Tage gesperrt.",
        "After a move nobody reviews his own work; objects of the former desk are barred for 180 days.",
        "AT 4.3.1 Tz. 1",
    ),
    (
        "R03",
        "Vier Augen: Wer freigibt, hat weder erfasst noch geändert. Verglichen werden Personen, nicht Anmeldungen.",
        "Four eyes: whoever approves has neither captured nor edited. Persons are compared, not logins.",
        "AT 4.3.1; BTO 2.2.2",
    ),
    (
        "R04",
        "Bestätigung, Abgleich und Abwicklung macht nur das Back Office, nie der Händler selbst.",
        "Confirmation, matching and settlement belong to the back office, never to the trader.",
        "BTO 2.1; BTO 2.2.2",
    ),
    (
        "R05",
        "Die Front bucht nicht, gibt keine Zahlung frei und ändert keine Zahlungswege.",
        "The front office books nothing, releases no payment and edits no settlement instruction.",
        "BTO 2.1; BTO 2.2.2",
    ),
    (
        "R06",
        "Wer Partner oder Bankverbindung geändert hat, gibt keine Zahlung dorthin frei.",
        "Whoever changed a partner or bank account releases no payment to it.",
        "Funktionstrennung Einkauf–Zahlung",
    ),
    (
        "R07",
        "Eine Vertretung bekommt eine Rolle nur, wenn auch alle Rollen zusammen keine Regel verletzen.",
        "A deputy receives a role only if all roles together break no rule.",
        "BTO Tz. 5",
    ),
    (
        "R08",
        "Rechte: Wer beantragt, gibt nicht frei; wer freigibt, erhält nicht; niemand beantragt für sich selbst.",
        "Rights: requester, approver and receiver are three people; nobody asks for himself.",
        "AT 7.2",
    ),
    (
        "R09",
        "Verwalter haben keine fachlichen Rechte; in der Systemverwaltung sind Fachdaten nur lesbar.",
        "Administrators hold no business right; the admin shows business data read-only.",
        "AT 7.2",
    ),
    (
        "R10",
        "Notfallzugang: benannt, begründet, höchstens vier Stunden, zweite Person, nie Zahlungen.",
        "Break-glass: named, reasoned, at most four hours, second person, never money.",
        "AT 7.2",
    ),
    (
        "R11",
        "Über dem Limit ist ein Geschäft gesperrt; nur das Risikocontrolling hebt die Sperre befristet auf.",
        "Above its limit a deal is blocked; only risk control lifts that, for a time.",
        "BTR 1; BTR 2",
    ),
    (
        "R12",
        "Späte Geschäfte kennzeichnet das System; niemand nimmt das Kennzeichen weg.",
        "Late deals are marked by the system; nobody removes the mark.",
        "BTO 2.2.1",
    ),
    (
        "R13",
        "Die Marktgerechtigkeit prüft nicht die Front.",
        "The front office does not judge market conformity.",
        "BTO 2.2.1",
    ),
    (
        "R14",
        "Bewertungskurse, Kontenplan und Annahmeschluss pflegt nicht die Front.",
        "Valuation prices, chart of accounts and cut-off times are maintained outside the front office.",
        "BTO 2.1",
    ),
    (
        "R15",
        "Das Protokoll und vergebene Nummern sind unveränderlich, für jeden.",
        "The audit trail and numbers once given are unchangeable, for everyone.",
        "AT 6; § 239 Abs. 3 HGB",
    ),
    ("R16", "Mit dem letzten Arbeitstag endet jeder Zugang.", "All access ends with the last working day.", "AT 7.2"),
    ("R17", "Mit einem neuen Posten enden die alten Rollen.", "Old roles end when a new post starts.", "AT 7.2"),
    (
        "R18",
        "Eine Rolle, deren Überprüfung überfällig ist, ruht.",
        "A role whose recertification is overdue is suspended.",
        "AT 4.3.1 Tz. 2",
    ),
    (
        "R19",
        "Eine befristete Rolle gilt nur in ihrer Zeit.",
        "A time-limited role is void outside its dates.",
        "AT 7.2",
    ),
    (
        "R20",
        "Jeder sieht, was er für seine Arbeit braucht; anderes gibt es für ihn nicht.",
        "Everyone sees what the work needs; anything else does not exist for them.",
        "AT 7.2",
    ),
    ("R21", "Gehandelt wird nur unter eigenem Namen.", "Acts count only under one's own name.", "BTO 2.2.1"),
    (
        "R22",
        "Betrieb und Entwicklung der IT haben keine fachlichen Rechte.",
        "IT operation and development hold no business right.",
        "AT 7.2",
    ),
    (
        "R23",
        "Niemand bearbeitet eigenes Gehalt, eigene Auslagen, eigene Abwesenheit oder eigene Rechte.",
        "Nobody processes own pay, expenses, absence or access.",
        "AT 4.3.1",
    ),
    (
        "R24",
        "Risikorelevante Entscheidungen brauchen die Stimmen von Markt und Marktfolge.",
        "Decisions that bear risk need the votes of both front and back.",
        "BTO 1.1",
    ),
    (
        "R25",
        "Aufträge der Front nimmt nur das Back Office an, bearbeitet und schließt sie.",
        "Only the back office accepts, works and closes requests of the front.",
        "Produktregel",
    ),
    (
        "R26",
        "Zahlungsfreigabe und Verwaltung brauchen einen zweiten Faktor.",
        "Payment release and administration need a second factor.",
        "AT 7.2; DORA Art. 9",
    ),
    (
        "R27",
        "Jede Seite nennt ihr Recht; wer nicht angemeldet ist, kommt zur Anmeldung.",
        "Every page declares its permission; anonymous visitors are sent to sign-in.",
        "AT 7.2",
    ),
    (
        "R28",
        "Die Revision liest alles und schreibt nichts als Feststellungen.",
        "Internal audit reads everything and writes nothing but findings.",
        "AT 4.4.3",
    ),
)


_TEXTS = {code: {"de": de, "en": en} for code, de, en, _basis in RULES}


def _rule_text(code):
    return _TEXTS[code]["en" if (get_language() or "de").startswith("en") else "de"]


rule_text = lazy(_rule_text, str)  # in the language of who reads it, without asking the database


def expanded_pairs():
    """{(role, role): rule}, each pair once and in alphabetical order."""
    codes = [role.code for role in ROLES]
    pairs = {}
    for left, right, rule in PAIRS:
        for a in _matching(left, codes):
            for b in _matching(right, codes):
                pairs.setdefault(tuple(sorted((a, b))), rule)
    for front in (role for role in ROLES if role.side == Side.FRONT):
        for other in (role for role in ROLES if role.side in EXCLUSIVE_SIDES):
            pairs[tuple(sorted((front.code, other.code)))] = "R01"
    return pairs


def _matching(pattern, codes):
    return [code for code in codes if code == pattern or (pattern.endswith("*") and code.startswith(pattern[:-1]))]
