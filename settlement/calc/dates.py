"""On which day a deal is usually settled."""

from datetime import timedelta

from foundation.calendars.days import holidays_between, working_days_after

from ..choices import Product

# Working days after the trade. A forward has no usual day; a month is where one begins to type.
USUAL_DAYS = {
    Product.FX_SPOT: 2,
    Product.FX_FORWARD: 22,
    Product.MONEY_MARKET: 2,
    Product.COMMODITY: 2,
    Product.GOODS_CONTRACT: 10,
    Product.BROKERED: 5,
}
FARTHEST = timedelta(days=3660)


def usual_value_date(product, trade_date, calendar):
    return working_days_after(trade_date, USUAL_DAYS[product], calendar)


def holiday_on(day, calendar, language):
    """Its name, empty on any other day."""
    return next((name for _day, name in holidays_between(day, day, calendar, language)), "")
