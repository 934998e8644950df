"""The columns of a Buchungsstapel in format version 13; older versions are beginnings of this list."""

import re
from functools import lru_cache
from itertools import chain

AMOUNT = "Umsatz (ohne Soll/Haben-Kz)"
SIDE = "Soll/Haben-Kennzeichen"
CURRENCY = "WKZ Umsatz"
RATE = "Kurs"
BASE_AMOUNT = "Basis-Umsatz"
BASE_CURRENCY = "WKZ Basis-Umsatz"
ACCOUNT = "Konto"
CONTRA_ACCOUNT = "Gegenkonto (ohne BU-Schlüssel)"
BU_KEY = "BU-Schlüssel"
DOCUMENT_DATE = "Belegdatum"
DOCUMENT_NUMBER = "Belegfeld 1"
DOCUMENT_NUMBER2 = "Belegfeld 2"
DISCOUNT = "Skonto"
TEXT = "Buchungstext"
DOCUMENT_LINK = "Beleglink"
COST_CENTRE1 = "KOST1 - Kostenstelle"
COST_CENTRE2 = "KOST2 - Kostenstelle"
EU_COUNTRY_VAT = "EU-Land u. UStID (Bestimmung)"
SERVICE_DATE = "Leistungsdatum"
DUE_DATE = "Fälligkeit"
REVERSAL = "Generalumkehr (GU)"
TAX_RATE = "Steuersatz"

REQUIRED = (AMOUNT, SIDE, ACCOUNT, CONTRA_ACCOUNT, DOCUMENT_DATE)


def _pairs(name, count):
    return chain.from_iterable((f"{name} - Art {i}", f"{name} - Inhalt {i}") for i in range(1, count + 1))


# fmt: off
HEADINGS = (
    AMOUNT, SIDE, CURRENCY, RATE, BASE_AMOUNT, BASE_CURRENCY, ACCOUNT, CONTRA_ACCOUNT, BU_KEY, DOCUMENT_DATE,
    DOCUMENT_NUMBER, DOCUMENT_NUMBER2, DISCOUNT, TEXT, "Postensperre", "Diverse Adressnummer",
    "Geschäftspartnerbank", "Sachverhalt", "Zinssperre", DOCUMENT_LINK,
    *_pairs("Beleginfo", 8),
    COST_CENTRE1, COST_CENTRE2, "Kost-Menge", EU_COUNTRY_VAT, "EU-Steuersatz (Bestimmung)",
    "Abw. Versteuerungsart", "Sachverhalt L+L", "Funktionsergänzung L+L", "BU 49 Hauptfunktionstyp",
    "BU 49 Hauptfunktionsnummer", "BU 49 Funktionsergänzung",
    *_pairs("Zusatzinformation", 20),
    "Stück", "Gewicht", "Zahlweise", "Forderungsart", "Veranlagungsjahr", "Zugeordnete Fälligkeit", "Skontotyp",
    "Auftragsnummer", "Buchungstyp", "USt-Schlüssel (Anzahlungen)", "EU-Land (Anzahlungen)",
    "Sachverhalt L+L (Anzahlungen)", "EU-Steuersatz (Anzahlungen)", "Erlöskonto (Anzahlungen)", "Herkunft-Kz",
    "Buchungs GUID", "KOST-Datum", "SEPA-Mandatsreferenz", "Skontosperre", "Gesellschaftername",
    "Beteiligtennummer", "Identifikationsnummer", "Zeichnernummer", "Postensperre bis",
    "Bezeichnung SoBil-Sachverhalt", "Kennzeichen SoBil-Buchung", "Festschreibung", SERVICE_DATE,
    "Datum Zuord. Steuerperiode", DUE_DATE, REVERSAL, TAX_RATE, "Land", "Abrechnungsreferenz", "BVV-Position",
    "EU-Land u. UStID (Ursprung)", "EU-Steuersatz (Ursprung)", "Abw. Skontokonto",
)

# What else the same column has been called, by older versions and by other programs.
_ALIASES = {
    AMOUNT: ("Umsatz", "Betrag"),
    SIDE: ("S/H", "Soll/Haben", "Soll/Haben-Kz", "S/H-Kennzeichen"),
    CURRENCY: ("WKZ", "Währung"),
    RATE: ("Wechselkurs",),
    BASE_CURRENCY: ("WKZ Basis",),
    CONTRA_ACCOUNT: ("Gegenkonto",),
    BU_KEY: ("BU", "Steuerschlüssel"),
    DOCUMENT_DATE: ("Datum",),
    DOCUMENT_NUMBER: ("Beleg 1", "Belegnummer"),
    DOCUMENT_NUMBER2: ("Beleg 2",),
    TEXT: ("Text",),
    COST_CENTRE1: ("KOST1", "Kostenstelle 1"),
    COST_CENTRE2: ("KOST2", "Kostenstelle 2"),
    EU_COUNTRY_VAT: (
        "EU-Land u. UStID", "EU-Land u. USt-IdNr.", "EU-Mitgliedstaat u. UStID", "EU-Mitgliedstaat u. USt-IdNr.",
        "EU-Mitgliedstaat u. UStID (Bestimmung)",
    ),
    "EU-Steuersatz (Bestimmung)": ("EU-Steuersatz",),
    "BU 49 Hauptfunktionstyp": ("BU 49 Hauptfunktiontyp",),
    "EU-Land (Anzahlungen)": ("EU-Mitgliedstaat (Anzahlungen)",),
    "Buchungs GUID": ("Leerfeld", "Leerfeld 1"),
    "Bezeichnung SoBil-Sachverhalt": ("Bezeichnung",),
    "Kennzeichen SoBil-Buchung": ("Kennzeichen",),
    "Datum Zuord. Steuerperiode": ("Datum Zuord.",),
    REVERSAL: ("Generalumkehr",),
    "Abrechnungsreferenz": ("Abrechnungsreferent",),
    "BVV-Position": ("BVV-Position (Betriebsvermögensvergleich)",),
    "EU-Land u. UStID (Ursprung)": ("EU-Mitgliedstaat u. UStID (Ursprung)",),
}

# Numbers of the columns, counted from 1, whose cells stand in quotation marks.
_QUOTED = {
    2, 3, 6, 9, 11, 12, 14, 16, *range(20, 39), 40, 42, *range(48, 88), 91, 95, 96, 98, 102, 103, 105, 107, 109, 110,
    112, 118, 120, 121, 123,
}
# fmt: on
QUOTED = tuple(number in _QUOTED for number in range(1, len(HEADINGS) + 1))

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def _folded(heading):
    """Dashes, spaces, dots and brackets differ between versions, the letters do not."""
    return _ascii(heading.casefold().translate(_UMLAUTS))


def _ascii(text):
    return re.sub(r"[^a-z0-9+]", "", text)


def _spellings():
    """Each name as it should be, and as it is when its umlauts were lost or garbled on the way."""
    for heading in HEADINGS:
        for name in (heading, *_ALIASES.get(heading, ())):
            yield _folded(name), heading
            yield _ascii(name.casefold()), heading


_BY_FOLDED = dict(_spellings())


@lru_cache(maxsize=1_000)
def canonical(heading):
    """The name of version 13 for a heading of any version, or None."""
    return _BY_FOLDED.get(_folded(heading))
