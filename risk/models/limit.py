from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.contacts.models import Partner
from foundation.lib.countries import country_name
from foundation.organisation.models import Company, Person, Unit

from ..choices import LimitKind, LimitState, Product
from .held import Held, HeldQuerySet


def _named(kind):
    """The condition that a limit of this kind names its one thing, and nothing else."""
    text = {LimitKind.PRODUCT, LimitKind.COUNTRY}
    things = [other for other in LimitKind if other != LimitKind.TOTAL]
    empty = Q(**{other: "" if other in text else None for other in things if other != kind})
    if kind == LimitKind.TOTAL:
        return Q(kind=kind) & empty
    return Q(kind=kind) & empty & ~Q(**{kind: "" if kind in text else None})


def _one_of(conditions):
    whole = Q()
    for condition in conditions:
        whole |= condition
    return whole


class LimitQuerySet(HeldQuerySet):
    def current(self, on):
        """What holds, will hold, or waits for approval: without what was replaced, refused or withdrawn."""
        lasting = Q(holds_to=None) | Q(holds_to__gte=on) & Q(holds_to__gte=F("holds_from"))
        return self.filter(Q(state=LimitState.ASKED) | lasting & Q(state=LimitState.APPROVED))

    def of_claim(self, claim):
        """All versions of all limits that this claim uses."""
        return self.filter(
            Q(kind=LimitKind.TOTAL)
            | Q(kind=LimitKind.COUNTERPARTY, counterparty=claim.counterparty_id)
            | Q(kind=LimitKind.PRODUCT, product=claim.product)
            | Q(kind=LimitKind.TRADER, trader=claim.trader_id)
            | Q(kind=LimitKind.DESK, desk=claim.desk_id)
            | Q(kind=LimitKind.COUNTRY, country=claim.country),
            company=claim.company_id,
        )

    def versions_of(self, limit):
        """This limit before, now and later."""
        return self.filter(company=limit.company_id, **limit.thing)

    def asked(self):
        return self.filter(state=LimitState.ASKED)


class Limit(Held, models.Model):
    """How much may be open with a counterparty, in a product, by a trader, at a desk, in a country, or at all.

    A change is a new version, which another person of the risk side approves; `holds_from` and `holds_to` say from when
    until when a version really was the one in force. What once held is never written over.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="limits", verbose_name=_("company"))
    kind = models.CharField(_("kind"), max_length=12, choices=LimitKind)
    counterparty = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="limits", verbose_name=_("counterparty")
    )
    product = models.CharField(_("product"), max_length=14, choices=Product, blank=True)
    trader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("trader")
    )
    desk = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("desk"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    amount = models.BigIntegerField(_("limit"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=9, choices=LimitState, default=LimitState.ASKED)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("set by"))
    made_at = models.DateTimeField(_("set"), auto_now_add=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by"))

    objects = LimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("limit")
        verbose_name_plural = _("limits")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["company", "kind", "-id"], name="limit_by_kind")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="limit_not_negative"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="limit_span"),
            models.CheckConstraint(condition=_one_of(map(_named, LimitKind)), name="limit_names_its_thing"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("made_by")), name="limit_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state=LimitState.APPROVED, approved_by__isnull=False, holds_from__isnull=False)
                | ~Q(state=LimitState.APPROVED) & Q(approved_by=None, holds_from=None, holds_to=None),
                name="limit_holds_when_approved",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.thing_label}" if self.thing_label else self.get_kind_display()

    def get_absolute_url(self):
        return reverse("risk:limit", args=[self.pk])

    @property
    def thing(self):
        """The fields that say what is bounded: the same in all versions."""
        kind = self.kind
        if kind == LimitKind.TOTAL:
            return {"kind": kind}
        return {"kind": kind, kind: getattr(self, self._meta.get_field(kind).attname)}

    @property
    def thing_label(self):
        if self.kind == LimitKind.TOTAL:
            return ""
        if self.kind == LimitKind.PRODUCT:
            return self.get_product_display()
        if self.kind == LimitKind.COUNTRY:
            return country_name(self.country, get_language())
        return str(getattr(self, self.kind))

    @property
    def maker_id(self):
        return self.made_by_id

    @cached_property
    def caused_by(self):
        """(trader, desk) of the deals that broke this limit, in any of its versions, and wait for a decision or had one."""
        versions = type(self).objects.versions_of(self)
        broken = self._meta.apps.get_model("risk", "LimitBreach").objects.filter(limit__in=versions)
        return set(broken.values_list("exposure__trader", "exposure__desk"))

    @property
    def made_by_ids(self):
        """Whoever broke a limit does not raise it."""
        return {trader for trader, _desk in self.caused_by}

    @property
    def desk_ids(self):
        return {desk for _trader, desk in self.caused_by} | {self.desk_id} - {None}

    def is_current(self, on):
        """What `current` asks of many."""
        lasting = self.holds_to is None or self.holds_from is not None and self.holds_to >= max(on, self.holds_from)
        return self.state == LimitState.ASKED or self.state == LimitState.APPROVED and lasting

    def approval_payload(self):
        """What the second person approves, and what any later edit voids."""
        facts = ("company_id", "amount", "valid_from", "valid_to", "made_by_id", "reason")
        return {**self.thing, **{fact: getattr(self, fact) for fact in facts}}
