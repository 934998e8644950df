"""Which sales wait for a credit decision. Risk control knows the decisions; what a sale on credit is, we know (R24)."""

from django.utils.translation import gettext as _

from foundation.screens.templatetags.screens import amount
from risk.calc.credits import BOTH, Sale
from risk.queries.credits import credit_of, credits_of, sides_needed

from ..choices import OF_GOODS, Direction


def sale_of(deal):
    """The customer has the goods and pays on the value date; None of all that is no sale of goods."""
    if deal.product not in OF_GOODS or deal.direction != Direction.SELL or deal.risk_amount is None:
        return None
    days = (deal.value_date - deal.trade_date).days
    return Sale(deal.company_id, deal.counterparty_id, deal.trade_date, days, deal.risk_amount)


def credit_of_deal(deal):
    """A `Credit` where the payment term is longer than the ordinary one, else None."""
    sale = sale_of(deal)
    credit = sale and credit_of(sale)
    return credit if credit and credit.is_needed else None


def waiting_for_credit(deals):
    """Keys of those of these deals that wait for a credit decision."""
    sales = {deal.pk: sale_of(deal) for deal in deals.filter(product__in=OF_GOODS, direction=Direction.SELL)}
    return [pk for pk, credit in zip(sales, credits_of(list(sales.values())), strict=True) if credit.waits]


def why_it_waits(deal, credit):
    """The sentence for a sale whose payment term nobody has agreed to."""
    both = sides_needed(deal.company_id, deal.risk_amount) == BOTH
    facts = {
        "partner": deal.counterparty,
        "who": _("front and back decide on it") if both else _("the back office decides on it"),
    }
    held = credit.in_force
    if held and credit.sale.days <= held.days:
        sentence = _("{amount} is more than the {most} that hold for {partner}: {who} (R24).")
        return sentence.format(amount=amount(deal.risk_amount), most=amount(held.amount), **facts)
    usual = max(credit.ordinary_days, held.days if held else 0)
    sentence = _("{days} days are longer than the {usual} that hold for {partner}: {who} (R24).")
    return sentence.format(days=credit.sale.days, usual=usual, **facts)
