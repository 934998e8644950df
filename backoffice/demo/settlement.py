"""What the traders of Nordlicht closed, with banks and with those it buys from and sells to. Everything here is invented."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from foundation.calendars.days import nearest_working_day
from foundation.contacts.actions import create_partner
from foundation.contacts.choices import PartnerKind
from settlement.actions.cancellations import ask_cancellation
from settlement.actions.cut_offs import set_cut_off
from settlement.actions.deals import capture_deal, change_deal
from settlement.calc.dates import usual_value_date
from settlement.choices import Channel, Currency, Direction, Place, Product

BANKS = (
    ("Hanseatische Außenhandelsbank", "AG", "Hamburg", "DE"),
    ("Backsteinbank Lübeck", "eG", "Lübeck", "DE"),
    ("Øresund Kreditbank", "A/S", "Kopenhagen", "DK"),
    ("Alpenbank Säntis", "AG", "St. Gallen", "CH"),
)
FIRST_NUMBER = 79_001
RATES = {
    Currency.USD: "1.0825", Currency.GBP: "0.8550", Currency.CHF: "0.9520", Currency.DKK: "7.4590",
    Currency.SEK: "11.3150", Currency.NOK: "11.6240", Currency.PLN: "4.2980",
}  # fmt: skip
METALS = {"Kupfer": ("t", "8900"), "Messing": ("t", "6150"), "Paraffin": ("t", "1240")}
WARES = {"Pendelleuchte Alsterglanz": ("Stück", "84.50"), "Laterne Trave": ("Stück", "39.90"), "Stumpenkerze": ("Karton", "27.20")}  # fmt: skip
POLICIES = {"Warentransportversicherung": "4.5", "Kautionsversicherung": "6"}
SHARES = {
    Product.FX_SPOT: 38, Product.FX_FORWARD: 18, Product.MONEY_MARKET: 12, Product.COMMODITY: 12,
    Product.GOODS_CONTRACT: 14, Product.BROKERED: 6,
}  # fmt: skip
CHANNELS = (Channel.PHONE, Channel.PHONE, Channel.PLATFORM, Channel.MAIL, Channel.MEETING)
LATE = 14  # each fourteenth
AT_HOME = 0.06  # of all
DAYS_OF_MONEY = (7, 30, 60, 90, 180)


def keep_banks(by, company):
    """With whom currencies and money are traded."""
    return [
        create_partner(
            by=by, company=company, number=str(number), kind=PartnerKind.BOTH, name=name, legal_form=form, city=city,
            country=country,
        )
        for number, (name, form, city, country) in enumerate(BANKS, FIRST_NUMBER)
    ]  # fmt: skip


def trade(floor, staff, today, count=28, days=10):
    """So many deals of the last days, in the order in which they were closed. The newest are open work: one was put
    right, one is to be cancelled."""
    set_cut_off(by=staff["back.head"][0], company=floor.company, time=time(17), valid_from=today)
    deals = [floor.close(at) for at in floor.moments(today, count, days)]
    _leave_open([deal for deal in deals if deal.state == "captured"])
    return deals


def _leave_open(deals):
    *_others, doubled, mistyped = deals
    ask_cancellation(doubled, by=doubled.trader, reason="Doppelt erfasst, gilt das Geschäft davor")
    terms = ("direction", "counterparty", "amount", "currency", "price", "counter_currency", "good", "quantity", "unit")
    facts = {name: getattr(mistyped, name) for name in (*terms, "days", "value_date", "channel", "side_agreements")}
    change_deal(mistyped, by=mistyped.trader, call_ref="G-4711", **facts)


class Floor:
    """Closes deals by chance, the same each time."""

    def __init__(self, company, staff, banks, firms):
        self.company, self.banks, self.firms = company, banks, firms
        self.traders, self.advisors = staff["front.trader"], staff["front.advisor"]
        self.chance = Random("Nordlicht")  # noqa: S311 - invented deals, no secrets

    def moments(self, today, count, days):
        """Within office hours, a few after the cut-off; none ahead of now."""
        calendar = self.company.calendar
        found = []
        for number in range(count):
            day = nearest_working_day(today - timedelta(days=self.chance.randrange(1, days + 1)), calendar, step=-1)
            minute = (
                self.chance.randrange(17 * 60 + 4, 19 * 60) if number % LATE == 0 else self.chance.randrange(510, 1010)
            )
            found.append(timezone.make_aware(datetime.combine(day, time(minute // 60, minute % 60))))
        return sorted(found)

    def close(self, at):
        return capture_deal(company=self.company, at=at, **self.terms(at))

    def terms(self, at):
        """Who closes which product at that moment, and how."""
        product = self.chance.choices(list(SHARES), SHARES.values())[0]
        terms = getattr(self, f"_{product}")()
        traders = self.advisors if product == Product.BROKERED else self.traders
        home = self._happens(AT_HOME)
        return {
            "by": self.chance.choice(traders), "product": product,
            "agreed_at": at - timedelta(minutes=self.chance.randrange(1, 12)),
            "direction": self.chance.choice(list(Direction)),
            "value_date": usual_value_date(product, timezone.localdate(at), self.company.calendar),
            "channel": self.chance.choice(CHANNELS), "call_ref": f"G-{self.chance.randrange(2000, 9999)}",
            "place": Place.HOME if home else Place.OFFICE,
            "place_reason": "Telearbeitstag nach Vereinbarung" if home else "",
            "side_agreements": "keine" if not self._happens(0.1) else "Skonto 2 % bei Zahlung am Tag der Valuta",
            **terms,
        }  # fmt: skip

    def _fx_spot(self):
        currency, rate = self.chance.choice(list(RATES.items()))
        return {
            "counterparty": self.chance.choice(self.banks), "amount": self._round(20_000, 240_000), "currency": "EUR",
            "counter_currency": currency, "price": self._near(rate, "0.0001", 2),
        }  # fmt: skip

    _fx_forward = _fx_spot

    def _money_market(self):
        return {
            "counterparty": self.chance.choice(self.banks), "amount": self._round(50_000, 250_000), "currency": "EUR",
            "price": self._near("2.15", "0.01", 40), "days": self.chance.choice(DAYS_OF_MONEY),
        }  # fmt: skip

    def _commodity(self):
        return self._goods(METALS, 1, 12, "0.01")

    def _goods_contract(self):
        return self._goods(WARES, 40, 900, "0.01")

    def _brokered(self):
        good, commission = self.chance.choice(list(POLICIES.items()))
        return {
            "counterparty": self.chance.choice(self.firms), "good": good, "amount": self._round(5_000, 40_000),
            "currency": "EUR", "price": Decimal(commission),
        }  # fmt: skip

    def _goods(self, goods, least, most, step):
        good, (unit, price) = self.chance.choice(list(goods.items()))
        return {
            "counterparty": self.chance.choice(self.firms), "good": good, "unit": unit, "currency": "EUR",
            "quantity": Decimal(self.chance.randrange(least, most)), "price": self._near(price, step, 20),
        }  # fmt: skip

    def _near(self, price, step, per_mille):
        moved = Decimal(price) * (1000 + self.chance.randrange(-per_mille, per_mille + 1)) / 1000
        return moved.quantize(Decimal(step))

    def _round(self, least, most):
        """Whole thousands, in hundredths."""
        return self.chance.randrange(least, most, 1000) * 100

    def _happens(self, share):
        return self.chance.random() < share
