from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from ..choices import FOREIGN_EXCHANGE, OF_GOODS, DealState, Direction, Product
from ..models import Deal

OPEN_POSITION = (DealState.CAPTURED, DealState.CONFIRMED, DealState.MATCHED)


def company_of(person):
    """Where somebody closes deals or works them off."""
    return person.company_of(person.reached)


def known_goods(company, product):
    """What was dealt in before, to choose from."""
    deals = Deal.objects.filter(company=company, product=product).exclude(good="").order_by()
    return sorted(deals.values_list("good", flat=True).distinct()[:100])


def late_deals(person, first, last):
    """R12: those of these days, the oldest first."""
    deals = Deal.objects.visible_to(person).filter(late=True, traded_at__gte=first, traded_at__lt=last)
    return deals.select_related("company", "counterparty", "desk", "trader").order_by("traded_at", "pk")


@dataclass
class Position:
    """What a desk will receive and deliver of a currency or a good."""

    desk: str
    what: str
    is_money: bool
    bought: int | Decimal = 0
    sold: int | Decimal = 0
    deals: int = 0

    @property
    def net(self):
        return self.bought - self.sold


def positions(deals):
    """By desk, currencies before goods: of the deals that are neither blocked nor settled. The price of a currency is
    given for it, as is that of goods; brokered products are a position of others."""
    found = {}
    open_deals = deals.filter(state__in=OPEN_POSITION).exclude(product=Product.BROKERED).order_by()
    money = open_deals.values("desk__name", "direction", "product", "currency", "counter_currency")
    for row in money.annotate(amount=Sum("amount"), counter=Sum("counter_amount"), count=Count("pk")):
        goods = row["product"] in OF_GOODS
        bought = row["direction"] == Direction.BUY
        _add(found, row, row["currency"], True, row["amount"], bought != goods)
        if row["product"] in FOREIGN_EXCHANGE:
            _add(found, row, row["counter_currency"], True, row["counter"], not bought)
    goods = open_deals.filter(Q(product__in=OF_GOODS)).values("desk__name", "direction", "good", "unit")
    for row in goods.annotate(amount=Sum("quantity"), count=Count("pk")):
        name = f"{row['good']} ({row['unit']})"
        _add(found, row, name, False, row["amount"], row["direction"] == Direction.BUY)
    return sorted(found.values(), key=lambda one: (one.desk, not one.is_money, one.what))


def _add(found, row, what, is_money, amount, received):
    position = found.setdefault((row["desk__name"], what), Position(row["desk__name"], what, is_money))
    if received:
        position.bought += amount
    else:
        position.sold += amount
    position.deals += row["count"]
