"""How a key figure looks: its number with its unit, its light as a status, its last readings as a small chart."""

from foundation.lib.charts import Point
from foundation.lib.decimals import format_decimal
from foundation.screens.tables import Status
from foundation.screens.templatetags.screens import day

from .choices import Light

TONES = {Light.GREEN: "done", Light.AMBER: "waiting", Light.RED: "error"}


def in_words(value, unit=""):
    return f"{format_decimal(value)} {unit}".strip()


def light_of(light):
    return Status(TONES[light], Light(light).label)


def trend(readings, unit=""):
    """Whole numbers of the hundredths, so that a small share is seen as well."""
    return [Point(day(each.on), int(each.value * 100), in_words(each.value, unit)) for each in readings]
