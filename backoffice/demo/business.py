"""Years of believable trade, month by month, always the same from the same seed. Amounts in cents."""

import random
from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from accounting.actions.bulk import Draft
from accounting.calc.lines import LineData
from foundation.lib.money import net_and_tax

from .partners import CUSTOMERS, SUPPLIERS

SEED = 1143  # the year in which Lübeck was founded
INVOICES, PURCHASES = 60, 37  # a month, of a plain season
SEASON = (0.80, 0.80, 0.95, 1.0, 0.95, 0.9, 0.8, 0.85, 1.05, 1.2, 1.45, 1.3)  # lamps sell in autumn
REVENUE = {"USt19": "8400", "USt7": "8300", "igL": "8125", "Ausfuhr": "8120"}
GOODS = ("Pendelleuchten", "Tischlampen", "Windlichter", "Außenleuchten", "Lichterketten", "Stehlampen")
FOOD = ("Kaffee, Röstung Hafen", "Ostfriesentee", "Gewürztee Advent", "Espresso")
RATES = {"USt19": Decimal(19), "USt7": Decimal(7), "VSt19": Decimal(19), "VSt7": Decimal(7)}

OPENING = (
    ("0320", 86_400_00), ("0410", 148_250_00), ("3980", 412_800_00), ("1000", 1_850_00), ("1200", 684_320_00),
    ("0800", -250_000_00), ("0860", -463_620_00), ("0650", -620_000_00),
)  # fmt: skip


class Trade:
    """The firm's business until the day `today`. `month()` is asked once for each month, in order."""

    def __init__(self, today):
        self.today = today
        self.random = random.Random(SEED)  # noqa: S311 - repeatable, not secret
        self.due = []  # payments that will be made on a later day
        self.vat = Counter()  # what is owed to the tax office, by month
        self.invoices = Counter()

    def month(self, year, month):
        drafts = [*self._sales(year, month), *self._purchases(year, month), *self._fixed(year, month)]
        drafts += self._till(year, month)
        end = date(year, month, monthrange(year, month)[1])
        drafts += [draft for draft in self.due if draft.posting_date <= end]
        self.due = [draft for draft in self.due if draft.posting_date > end]
        return sorted((draft for draft in drafts if draft.posting_date <= self.today), key=lambda d: d.posting_date)

    def _sales(self, year, month):
        for _each in range(round(INVOICES * SEASON[month - 1])):
            number = self.random.randrange(len(CUSTOMERS))
            name, _form, _city, _country, code = CUSTOMERS[number]
            customer, day = str(10_001 + number), self._day(year, month)
            gross = self._amount(5_600 if code != "USt7" else 2_800, 0.55)
            self._owe(code, gross, day)
            self.invoices[year] += 1
            document = f"RE-{year}-{self.invoices[year]:04d}"
            goods = self.random.choice(FOOD if code == "USt7" else GOODS)
            yield Draft(
                "AR", day, f"{goods}, {name}",
                (LineData(customer, debit=gross), LineData(REVENUE[code], credit=gross, tax_code=code)), document,
                day - timedelta(days=self.random.randrange(3)),
            )  # fmt: skip
            paid = day + timedelta(days=self.random.choice((8, 14, 21, 28, 30, 35, 47)))
            lines = (LineData("1200", debit=gross), LineData(customer, credit=gross))
            self.due.append(Draft("BK", paid, f"Zahlungseingang {name}", lines, document))

    def _purchases(self, year, month):
        for _each in range(round(PURCHASES * SEASON[(month + 1) % 12])):  # goods come a season before they go
            number = self.random.randrange(len(SUPPLIERS))
            name, _form, _city, _country, account, code = SUPPLIERS[number]
            supplier, day = str(70_001 + number), self._day(year, month)
            gross = self._amount(8_900 if account in ("3400", "3425") else 3_700 if account == "3300" else 690, 0.45)
            self._owe(code, -gross, day)
            document = f"{name[:2].upper()}{self.random.randrange(10_000, 99_999)}"
            yield Draft(
                "ER", day, f"Rechnung {name}",
                (LineData(account, debit=gross, tax_code=code), LineData(supplier, credit=gross)), document,
            )  # fmt: skip
            paid = day + timedelta(days=self.random.choice((10, 14, 21, 30)))
            lines = (LineData(supplier, debit=gross), LineData("1200", credit=gross))
            self.due.append(Draft("BK", paid, f"Überweisung {name}", lines, document))

    def _fixed(self, year, month):
        """What every month brings."""
        first, tenth, end = date(year, month, 1), date(year, month, 10), date(year, month, 27)
        pay = round(82_000_00 * (1.03 if month > 4 else 1) * (1.5 if month == 11 else 1))
        tax, social, employer = pay * 16 // 100, pay * 20 // 100, pay * 21 // 100
        net = pay - tax - social
        yield self._expense("BK", first, "Miete Lager und Büro", "4210", 7_735_00, "VSt19")
        yield _simple("BK", first, "Darlehen, Tilgung", "0650", "1200", 5_000_00)
        yield _simple("BK", first, "Darlehen, Zinsen", "2120", "1200", 1_720_00)
        yield Draft(
            "AB", end, f"Gehälter {month:02d}/{year}",
            (
                LineData("4120", debit=pay), LineData("4130", debit=employer), LineData("1740", credit=net),
                LineData("1741", credit=tax), LineData("1742", credit=social + employer),
            ),
        )  # fmt: skip
        yield _simple("BK", end, "Auszahlung Gehälter", "1740", "1200", net)
        yield _simple("BK", end, "Beiträge Sozialversicherung", "1742", "1200", social + employer)
        self.due.append(_simple("BK", end + timedelta(days=14), "Lohn- und Kirchensteuer", "1741", "1200", tax))
        yield _simple("AB", end, f"Abschreibung {month:02d}/{year}", "4830", "0410", 2_450_00)
        yield _simple("AB", end, f"Abschreibung Fahrzeuge {month:02d}/{year}", "4830", "0320", 1_440_00)
        yield _simple("BK", tenth, "Betriebsversicherungen", "4360", "1200", 1_186_40)
        yield _simple("BK", end, "Kontoführung", "4970", "1200", self._amount(62, 0.2))
        owed = self.vat[_month_before(year, month)]
        if owed > 0:
            yield _simple("BK", tenth, "Umsatzsteuer-Vorauszahlung", "1780", "1200", owed)
        elif owed < 0:
            yield _simple("BK", tenth, "Erstattung Umsatzsteuer", "1200", "1780", -owed)

    def _till(self, year, month):
        """Counter sales each week and small expenses; what the till does not need goes to the bank."""
        taken = 0
        for day in (5, 12, 19, 26):
            gross = self._amount(640 * SEASON[month - 1], 0.25)
            taken += gross
            self._owe("USt19", gross, date(year, month, day))
            lines = (LineData("1000", debit=gross), LineData("8400", credit=gross, tax_code="USt19"))
            yield Draft("KA", date(year, month, day), "Werksverkauf", lines, f"K{year % 100}{month:02d}{day:02d}")
        for text, account, typical, code in (
            ("Büromaterial", "4930", 84, "VSt19"), ("Porto", "4910", 38, ""), ("Fahrkarten", "4660", 112, "VSt7"),
        ):  # fmt: skip
            gross = self._amount(typical, 0.3)
            taken -= gross
            yield self._expense("KA", self._day(year, month, 25), text, account, gross, code, "1000")
        if taken > 0:
            yield _simple("KA", date(year, month, 28), "Einzahlung auf das Bankkonto", "1200", "1000", taken)

    def _expense(self, journal, day, text, account, gross, code="", source="1200"):
        self._owe(code, -gross, day)
        return Draft(
            journal, day, text, (LineData(account, debit=gross, tax_code=code), LineData(source, credit=gross))
        )

    def _owe(self, code, gross, day):
        if code in RATES and day <= self.today:
            tax = net_and_tax(abs(gross), RATES[code])[1]
            self.vat[day.year, day.month] += tax if gross > 0 else -tax

    def _day(self, year, month, last=None):
        """A working day."""
        day = date(year, month, self.random.randint(1, last or monthrange(year, month)[1]))
        if day.weekday() < 5:
            return day
        return day + timedelta(days=2) if day.day < 15 else day - timedelta(days=2)

    def _amount(self, typical, spread):
        """Cents around `typical` euros."""
        return max(100, round(typical * 100 * self.random.lognormvariate(0, spread)))


def opening(day, balances):
    """Balances brought forward against account 9000: one entry for the assets, one for the other side."""
    for text, side in (("Eröffnung Aktiva", 1), ("Eröffnung Passiva", -1)):
        lines = [(number, amount) for number, amount in balances if amount * side > 0]
        total = sum(amount for _number, amount in lines)
        yield Draft("EB", day, text, tuple(line_of(*line) for line in (*lines, ("9000", -total))))


def line_of(account, balance):
    """Debit where the balance is above zero, else credit."""
    return LineData(account, debit=max(balance, 0), credit=max(-balance, 0))


def _simple(journal, day, text, debit, credit, amount):
    return Draft(journal, day, text, (LineData(debit, debit=amount), LineData(credit, credit=amount)))


def _month_before(year, month):
    return (year, month - 1) if month > 1 else (year - 1, 12)
