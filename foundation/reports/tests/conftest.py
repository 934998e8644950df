"""The cast, and the only report: one of figures, for those who keep the books and who lead them."""

from datetime import date
from types import SimpleNamespace

import pytest

from foundation.access import permissions
from foundation.lib.errors import BusinessError
from foundation.reports import catalogue
from foundation.reports.choices import Span

START = date(2020, 1, 1)


class Sizes(catalogue.Report):
    code, name, permission = "test-sizes", "Sizes", "test.sizes:view"
    spans = (Span.PREVIOUS_MONTH, Span.PREVIOUS_YEAR)

    def build(self, person, params, progress):
        return catalogue.ReportData("Sizes", "Nordlicht", [], [("Amount", "amount")], [[123456]])

    def params_of(self, person, span, on):
        if span == Span.PREVIOUS_YEAR:
            raise BusinessError("test.no_year", "There is no year before.")
        return {}


@pytest.fixture
def house(cast, monkeypatch):
    monkeypatch.setattr(permissions, "_declared", dict(permissions._declared))
    monkeypatch.setattr(catalogue, "_reports", {"test-sizes": Sizes()})
    readers = ("back.accounting", "back.head")
    permissions.declare(permissions.Permission("test.sizes:view", "See sizes", roles=readers))
    return SimpleNamespace(**vars(cast), report=catalogue.get("test-sizes"))
