from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.access.policy import can, roles_of
from foundation.contacts.models import Partner
from foundation.lib.money import LARGEST
from foundation.organisation.models import Company, Person, Unit
from foundation.organisation.queries import units_below

from ..choices import OF_GOODS, Channel, Currency, DealState, Direction, Place, PriceBasis, Product
from ..permissions import ALL_DESKS, LEADERS

# What its trader may put right until the deal is confirmed.
TERMS = (
    "direction", "counterparty", "amount", "currency", "price", "price_basis", "counter_amount", "counter_currency",
    "risk_amount", "good", "quantity", "unit", "days", "value_date", "agreed_at", "channel", "place", "place_reason",
    "call_ref", "side_agreements", "customer_order", "off_market_reason",
)  # fmt: skip


class DealQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A trader sees his own deals and those of his desk, a head those of his unit and the units below it, who
        settles, controls or audits all of the companies that his role reaches."""
        if person is None or not can(person, "settlement.deal:view"):
            return self.none()
        reached = self.filter(company__in=Company.objects.visible_to(person))
        roles = roles_of(person)
        if roles & set(ALL_DESKS):
            return reached
        desks = units_below(person.unit_id) if roles & set(LEADERS) else {person.unit_id}
        return reached.filter(Q(desk__in=desks - {None}) | Q(trader=person))

    def open(self):
        return self.exclude(state__in=(DealState.CLOSED, DealState.CANCELLED))


class Deal(models.Model):
    """What a trader agreed with a counterparty. Its number, its time and its mark of lateness are the system's.

    `amount` is in hundredths of `currency`, as is `counter_amount` in `counter_currency`: what the price makes of it in
    foreign exchange, what is paid back in the money market. `risk_amount` is its value in the currency of the company.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("sequence"))
    number = models.CharField(_("number"), max_length=16)
    state = models.CharField(_("state"), max_length=9, choices=DealState, default=DealState.CAPTURED)
    product = models.CharField(_("product"), max_length=14, choices=Product)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction)
    counterparty = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("counterparty"))
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, choices=Currency)
    price = models.DecimalField(_("price"), max_digits=18, decimal_places=8)
    price_basis = models.CharField(_("price basis"), max_length=10, choices=PriceBasis)
    counter_amount = models.BigIntegerField(_("counter amount"), null=True)
    counter_currency = models.CharField(_("counter currency"), max_length=3, choices=Currency, blank=True)
    risk_amount = models.BigIntegerField(_("value in the currency of the company"))
    good = models.CharField(_("good"), max_length=60, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=15, decimal_places=3, null=True)
    unit = models.CharField(_("unit of measure"), max_length=12, blank=True)
    days = models.PositiveSmallIntegerField(pgettext_lazy("deal", "days"), null=True)
    value_date = models.DateField(_("value date"))
    agreed_at = models.DateTimeField(_("agreed"))
    traded_at = models.DateTimeField(_("captured"))
    desk = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("desk"))
    trader = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("trader"))
    captured_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("captured by"))
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    place = models.CharField(_("place"), max_length=6, choices=Place, default=Place.OFFICE)
    place_reason = models.CharField(_("reason for the place"), max_length=200, blank=True)
    call_ref = models.CharField(_("call reference"), max_length=60, blank=True)
    side_agreements = models.CharField(_("side agreements"), max_length=500)
    customer_order = models.CharField(_("customer order"), max_length=120, blank=True)
    off_market_reason = models.CharField(_("reason for a price off the market"), max_length=500, blank=True)
    late = models.BooleanField(_("late"))
    cut_off = models.DateTimeField(_("cut-off in force"))

    objects = DealQuerySet.as_manager()

    class Meta:
        verbose_name = _("deal")
        verbose_name_plural = _("deals")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["company", "state", "id"], name="deal_by_state"),
            models.Index(fields=["desk", "id"], name="deal_of_desk"),
            models.Index(fields=["trader", "id"], name="deal_of_trader"),
            models.Index(fields=["company", "id"], name="deal_late", condition=Q(late=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "year", "sequence"], name="deal_sequence_once"),
            models.UniqueConstraint(fields=["company", "number"], name="deal_number_once"),
            models.CheckConstraint(
                condition=Q(late=True, traded_at__gt=F("cut_off")) | Q(late=False, traded_at__lte=F("cut_off")),
                name="deal_late_by_the_clock",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lte=LARGEST), name="deal_amount"),
            models.CheckConstraint(condition=Q(risk_amount__gte=0), name="deal_risk_amount"),
            models.CheckConstraint(condition=~Q(side_agreements=""), name="deal_side_agreements"),
            models.CheckConstraint(condition=Q(place="office") | ~Q(place_reason=""), name="deal_place_reason"),
            models.CheckConstraint(
                condition=~Q(product__in=("fx_spot", "fx_forward"))
                | Q(counter_amount__gt=0, counter_amount__lte=LARGEST) & ~Q(counter_currency__in=("", F("currency"))),
                name="deal_counter_amount",
            ),
            models.CheckConstraint(
                condition=~Q(product__in=("commodity", "goods_contract"))
                | Q(quantity__gt=0) & ~Q(good="") & ~Q(unit=""),
                name="deal_of_goods",
            ),
            models.CheckConstraint(condition=~Q(product="money_market") | Q(days__gt=0), name="deal_days"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("settlement:deal", args=[self.pk])

    @property
    def trade_date(self):
        return timezone.localdate(self.traded_at)

    @property
    def rate(self):
        """Percent a year, of the money market."""
        return self.price if self.price_basis == PriceBasis.PER_YEAR else None

    @property
    def is_of_goods(self):
        return self.product in OF_GOODS

    @property
    def needs_reference(self):
        """A commission is agreed between the two; there is no market for it."""
        return self.price_basis != PriceBasis.COMMISSION

    @property
    def maker_id(self):
        return self.captured_by_id

    @property
    def made_by_ids(self):
        """All who made it or edited it. Lists that ask have `editors` prefetched."""
        return {self.trader_id, self.captured_by_id, *(editor.person_id for editor in self.editors.all())}


class DealEditor(models.Model):
    """Somebody changed a deal before it was confirmed, and so never confirms or settles it (R02, R04)."""

    deal = models.ForeignKey(Deal, models.PROTECT, related_name="editors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "person"], name="deal_editor_once")]

    def __str__(self):
        return f"{self.deal_id} {self.person_id}"
