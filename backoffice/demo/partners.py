"""Who buys from Nordlicht and who sells to it. Every firm here is invented."""

from foundation.contacts.actions import create_partner
from foundation.contacts.choices import PartnerKind

# Name, legal form, city, country, tax code of the sale or purchase
CUSTOMERS = (
    ("Lichthaus Travemünde", "GmbH", "Lübeck", "DE", "USt19"),
    ("Leuchten-Kontor Alster", "KG", "Hamburg", "DE", "USt19"),
    ("Möbelhof Wakenitz", "GmbH & Co. KG", "Lübeck", "DE", "USt19"),
    ("Elbkante Interieur", "GmbH", "Hamburg", "DE", "USt19"),
    ("Försterhof Gastro", "e. K.", "Ratzeburg", "DE", "USt7"),
    ("Hotelgruppe Strandläufer", "GmbH", "Timmendorfer Strand", "DE", "USt19"),
    ("Baumarkt Grünspecht", "GmbH", "Schwerin", "DE", "USt19"),
    ("Teestube Heiligenhafen", "e. K.", "Heiligenhafen", "DE", "USt7"),
    ("Warenhaus Siebentürme", "AG", "Lübeck", "DE", "USt19"),
    ("Gartenwelt Trave", "GmbH", "Bad Oldesloe", "DE", "USt19"),
    ("Feinkost Brandungsufer", "OHG", "Kiel", "DE", "USt7"),
    ("Objektlicht Weserbogen", "GmbH", "Bremen", "DE", "USt19"),
    ("Kaffeekontor Hafenrand", "GmbH", "Rostock", "DE", "USt7"),
    ("Wohnideen Heidekraut", "GmbH", "Lüneburg", "DE", "USt19"),
    ("Elektro Sturmvogel", "GmbH", "Flensburg", "DE", "USt19"),
    ("Lampefabrikken Øresund", "ApS", "Kopenhagen", "DK", "igL"),
    ("Norrsken Belysning", "AB", "Malmö", "SE", "igL"),
    ("Valoliike Revontuli", "Oy", "Turku", "FI", "igL"),
    ("Fjordlys Handel", "AS", "Bergen", "NO", "Ausfuhr"),
    ("Alpenlicht Vertrieb", "AG", "Winterthur", "CH", "Ausfuhr"),
)

# Name, legal form, city, country, account of the purchase, tax code
SUPPLIERS = (
    ("Glashütte Sandkrug", "GmbH", "Eckernförde", "DE", "3400", "VSt19"),
    ("Metallwerk Schlei", "GmbH & Co. KG", "Schleswig", "DE", "3400", "VSt19"),
    ("Kabel & Fassung Harz", "GmbH", "Goslar", "DE", "3400", "VSt19"),
    ("Kerzenzieherei Bernsteinküste", "KG", "Stralsund", "DE", "3400", "VSt19"),
    ("Rösterei Morgenröte", "GmbH", "Bremen", "DE", "3300", "VSt7"),
    ("Teehandel Jadewind", "OHG", "Emden", "DE", "3300", "VSt7"),
    ("Lampenwerk Oderbogen", "Sp. z o.o.", "Stettin", "PL", "3425", "igE19"),
    ("Lucebella Design", "S.r.l.", "Bergamo", "IT", "3425", "igE19"),
    ("Cloudhafen Dienste", "Ltd.", "Cork", "IE", "3123", "13bEU19"),
    ("Spedition Möwenflug", "GmbH", "Lübeck", "DE", "4730", "VSt19"),
    ("Stadtwärme Nordlicht-Quartier", "GmbH", "Lübeck", "DE", "4240", "VSt19"),
    ("Werbeagentur Leuchtboje", "GmbH", "Hamburg", "DE", "4600", "VSt19"),
    ("Kanzlei Treppengiebel", "PartG mbB", "Lübeck", "DE", "4950", "VSt19"),
    ("Fuhrpark Hanseroute", "GmbH", "Neumünster", "DE", "4530", "VSt19"),
    ("Netzklang Telefonie", "GmbH", "Kiel", "DE", "4920", "VSt19"),
)


def keep(by, company):
    """The partners, kept by who keeps them. Customer numbers begin at 10001, supplier numbers at 70001."""
    return [
        create_partner(
            by=by, company=company, number=str(number), kind=kind, name=name, legal_form=legal_form, city=city,
            country=country,
        )
        for kind, first, firms in (
            (PartnerKind.CUSTOMER, 10_001, CUSTOMERS),
            (PartnerKind.SUPPLIER, 70_001, SUPPLIERS),
        )
        for number, (name, legal_form, city, country, *_rest) in enumerate(firms, first)
    ]  # fmt: skip
