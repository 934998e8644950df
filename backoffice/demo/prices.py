"""What the market said of the currencies in which Nordlicht trades, wandering by chance around its rates. Invented."""

from datetime import timedelta
from decimal import Decimal
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.calendars.days import nearest_working_day
from risk.actions.prices import import_prices

from .settlement import RATES

DAYS = 30
STEP = 3  # per mille a day
STAIR = Decimal("0.0001")


def publish(by, today):
    """Brought in as the controller does it each evening: in one file of the central bank. It ends on the last working
    day before today."""
    rows = [[day.isoformat(), *(f"{rate}" for rate in rates)] for day, rates in _series(today)]
    lines = [["Date", *RATES], *rows]
    content = "\n".join(",".join(map(str, line)) for line in lines).encode()
    import_prices(by=by, upload=SimpleUploadedFile("eurofxref-hist.csv", content))


def _series(today):
    """Backwards from the rates at which the demo trades."""
    chance, day = Random("EZB"), today  # noqa: S311 - invented rates, no secrets
    rates = [Decimal(rate) for rate in RATES.values()]
    for _number in range(DAYS):
        day = nearest_working_day(day - timedelta(days=1), step=-1)
        yield day, rates
        rates = [(rate * (1000 + chance.randrange(-STEP, STEP + 1)) / 1000).quantize(STAIR) for rate in rates]
