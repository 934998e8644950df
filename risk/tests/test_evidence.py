"""The evidence of risk control, as whole rows."""

import pytest
from django.utils import timezone

from conftest import fresh
from foundation.access.decisions import Denied
from foundation.access.gate import check
from foundation.reports import parameters
from risk.reports import REPORTS, LimitReport


def built(report, person, **params):
    person = fresh(person)
    check(person, report.permission)
    params = params or report().defaults(person)
    cleaned = parameters.read(report(), person, params).cleaned_data
    return report().build(person, cleaned, lambda percent, message="": None)


def test_each_limit_with_what_uses_it_and_each_breach(house, deals, set_limit):
    set_limit(100_00)
    set_limit(1000_00, "total")
    deals.capture(90_00)
    deals.capture(20_00)
    today = timezone.localdate()
    lines = [line.cells for line in built(LimitReport, house.auditor).lines]
    assert lines[:2] == [
        ["Kontrahent", "Baltic Commodities", 100_00, 90_00, 10_00, "90,0", "ab 80 %", today, None, "Rosa Risiko / Karla Leitung"],
        ["Gesamt", "", 1000_00, 90_00, 910_00, "9,0", "eingehalten", today, None, "Rosa Risiko / Karla Leitung"],
    ]  # fmt: skip
    assert lines[2][0] == "Überschreitungen"
    assert lines[3][2:] == [100_00, 110_00, -10_00, "110,0", "offen", today, None, ""]


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("who", ["trader", "front", "back"])
def test_the_front_is_refused(house, report, who):
    with pytest.raises(Denied):
        built(report, getattr(house, who))
