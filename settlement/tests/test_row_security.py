"""The wall inside PostgreSQL: what the portal's role sees of a table depends on who reads, whatever query it sends."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from foundation.access import row_security
from foundation.records.actor import acting
from settlement.choices import DealState
from settlement.models import Confirmation, Deal

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no policies")
ROLE = "backoffice_portal_of_tests"


@pytest.fixture
def wall(settings, office, capture, answer):
    """Policies in force, and a connection as the role of the portal, which owns no table."""
    deal = capture()
    answer(deal, amount=1_00)
    settings.ROW_SECURITY = True
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for them would keep the tables from being altered
    row_security.install(apps.get_app_config("access"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE ROLE {ROLE}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROLE}")
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    yield deal
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


READS = [
    # who, deals, confirmations: one of theirs, one of ours
    ("trader", 1, 0),
    ("head", 1, 0),
    ("settler", 1, 2),
    ("controller", 1, 2),
    ("auditor", 1, 2),
    ("admin", 0, 0),
    ("other", 1, 2),  # of the back office; the portal narrows further by role
]


@pytest.mark.parametrize(("who", "deals", "confirmations"), READS)
def test_each_side_reads_what_it_has_business_with(wall, office, who, deals, confirmations):
    with row_security.read_by(getattr(office, who).pk):
        assert (Deal.objects.count(), Confirmation.objects.count()) == (deals, confirmations)


def test_a_connection_that_names_nobody_sees_nothing(wall):
    with row_security.read_by(row_security.NOBODY):
        assert (Deal.objects.count(), Confirmation.objects.count()) == (0, 0)


def test_the_portal_itself_sees_everything(wall):
    with row_security.read_by(row_security.SYSTEM):
        assert (Deal.objects.count(), Confirmation.objects.count()) == (1, 2)


def test_the_front_changes_no_confirmation(wall, office):
    with acting(office.trader):
        assert Confirmation.objects.update(state="returned") == 0


def test_the_back_office_captures_no_deal(wall, office):
    with row_security.read_by(row_security.SYSTEM):
        copy = Deal.objects.filter(pk=wall.pk).values().get() | {
            "sequence": 2,
            "number": "G-2026-000002",
            "state": DealState.CAPTURED,
        }
    del copy["id"]
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with row_security.read_by(office.settler.pk), acting(office.settler), refused, transaction.atomic():
        Deal.objects.bulk_create([Deal(**copy | {"trader_id": office.settler.pk, "captured_by_id": office.settler.pk})])


def test_the_way_of_a_deal_is_the_same_behind_the_wall(wall, office, capture, answer):
    with row_security.read_by(row_security.SYSTEM):
        deal = capture()
        answer(deal)
        assert Deal.objects.get(pk=deal.pk).state == "matched"
