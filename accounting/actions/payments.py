"""Payment orders: other rooms order, whoever releases payments decides. The payment run picks up what was released."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import BusinessError, Conflict
from foundation.records import guards, numbers
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.states import move

from ..choices import PAYMENT_MOVES
from ..models import PaymentOrder

RELEASE, STOP = "accounting.payment:release", "accounting.payment:stop"


def order_payment(
    *, by, permission, subject, partner, bank_account, amount, currency, due, purpose, origin=None, entry=None
):
    """For what another room owes. `permission` is the one of that room, which `by` must hold for the `subject`; `origin`
    is what it is paid for, if not the subject itself.

    BusinessError `payment.blocked`, `payment.currency_twice`.
    """
    with acting(by), guards.speaking():
        check(by, permission, subject)
        if partner.blocked:
            sentence = _("{partner} is blocked. Nothing is paid to it.")
            raise BusinessError("payment.blocked", sentence.format(partner=partner))
        origin = origin or subject
        order = PaymentOrder(
            company=subject.company, partner=partner, bank_account=bank_account, amount=amount, currency=currency,
            due=due, purpose=purpose, origin=str(origin), origin_table=origin._meta.db_table,
            origin_key=str(origin.pk), entry=entry, ordered_by=by,
        )  # fmt: skip
        year = timezone.localdate().year
        order.number = f"Z-{year}-{numbers.take(f'payment:{subject.company_id}:{year}'):06d}"
        order.save()
        happened("accounting.payment.ordered", subject=order, origin=order.origin)
        return order


def release_payments(orders, *, by):
    """All of them or none. R03: not by who ordered; R06: not by who changed where the money goes."""
    with acting(by), guards.speaking():
        for order in sorted(orders, key=lambda order: order.pk):
            check(by, RELEASE, order)
            _move(order, "release", released_by=by, released_at=timezone.now())
            happened("accounting.payment.released", subject=order)


def stop_payment(order, *, by, reason):
    with acting(by, reason), guards.speaking():
        check(by, STOP, order)
        _move(order, "stop", stopped_why=reason)
        happened("accounting.payment.stopped", subject=order, reason=reason)


def _move(order, event, **change):
    decided = Conflict("payment.decided", _("{payment} was decided meanwhile.").format(payment=order))
    move(order, PAYMENT_MOVES, event, otherwise=decided, **change)
