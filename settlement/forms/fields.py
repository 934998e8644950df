"""What a trader types: a counterparty by number or name, a moment as the clock, `-` where there are no side agreements."""

import re
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.lib.dates import format_date, parse_date
from foundation.lib.errors import BusinessError
from foundation.lib.text import shorten
from foundation.screens.forms import TypedField

from ..queries.counterparties import counterparty_typed, label_of

_CLOCK = re.compile(r"(?:(?P<day>\S+) )?(?P<hour>[0-9]{1,2}):?(?P<minute>[0-9]{2})")


def read_clock(text):
    """16:40 or 1640. BusinessError `time.malformed`."""
    found = _CLOCK.fullmatch(" ".join(text.split()))
    try:
        return time(int(found["hour"]), int(found["minute"])), found["day"]
    except (TypeError, ValueError):
        sentence = _("“%(text)s” is not a time. Please write it like 16:40.") % {"text": shorten(text, 40)}
        raise BusinessError("time.malformed", sentence) from None


class MomentField(TypedField):
    """Today at 16:40, or a day before it: 20.11. 16:40."""

    def read(self, text):
        clock, day = read_clock(text)
        today = timezone.localdate()
        return timezone.make_aware(datetime.combine(parse_date(day, today) if day else today, clock))

    def write(self, value):
        local = timezone.localtime(value)
        return f"{format_date(local.date())} {local:%H:%M}"


class ClockField(TypedField):
    def read(self, text):
        clock, day = read_clock(text)
        if day:
            raise BusinessError("time.malformed", _("Please write only the time, like 16:40."))
        return clock

    def write(self, value):
        return f"{value:%H:%M}"


class CounterpartyField(TypedField):
    """By its number or words of its name; `company` is set by the form."""

    company = None

    def read(self, text):
        return counterparty_typed(self.company, text)

    def write(self, value):
        return label_of(value)


class SideAgreementsField(TypedField):
    """One key says that there are none."""

    empty_value = ""

    def read(self, text):
        return gettext("none") if text.strip() == "-" else text.strip()

    write = staticmethod(str)
