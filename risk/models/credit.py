from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.contacts.models import Partner
from foundation.organisation.models import Company, Person
from foundation.screens.templatetags.screens import amount as in_words

from ..calc.credits import BACK_ALONE, BOTH
from ..choices import ORDINARY_DAYS, RELEVANT_FROM, CreditState
from .held import Held, HeldQuerySet


class CreditQuerySet(HeldQuerySet):
    permission = "risk.credit:view"

    def under_way(self, first, last):
        """Those that waited for a vote or got their answer between these two moments."""
        return self.filter(Q(decided_at=None) | Q(decided_at__gte=first), asked_at__lt=last)


class CreditDecision(Held, models.Model):
    """How long a customer may take to pay, and up to which amount: a decision of front and back together (R24).

    A change is a new decision. `holds_from` and `holds_to` say from when until when one really was the one in force; what
    was agreed is never written over. `relevant`: it bears risk, so both sides vote; else the back office alone does.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="credit_decisions", verbose_name=_("customer"))
    days = models.PositiveSmallIntegerField(_("payment term in days"))
    amount = models.BigIntegerField(_("up to"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    relevant = models.BooleanField(_("bears risk"))
    state = models.CharField(_("state"), max_length=9, choices=CreditState, default=CreditState.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = CreditQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit decision")
        verbose_name_plural = _("credit decisions")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["partner", "state"], name="credit_of_partner")]
        constraints = [
            models.CheckConstraint(condition=Q(days__gt=0, amount__gte=0), name="credit_terms"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="credit_span"),
            models.CheckConstraint(
                condition=Q(state=CreditState.ASKED, decided_at=None)
                | ~Q(state=CreditState.ASKED) & Q(decided_at__isnull=False),
                name="credit_decided",
            ),
            models.CheckConstraint(
                condition=Q(state=CreditState.AGREED, holds_from__isnull=False)
                | ~Q(state=CreditState.AGREED) & Q(holds_from=None, holds_to=None),
                name="credit_holds_when_agreed",
            ),
        ]

    def __str__(self):
        return f"{self.partner}: {self.terms}"

    def get_absolute_url(self):
        return reverse("risk:credit", args=[self.pk])

    @property
    def terms(self):
        sentence = ngettext("{days} day, up to {amount}", "{days} days, up to {amount}", self.days)
        return sentence.format(days=self.days, amount=in_words(self.amount))

    @property
    def sides(self):
        return BOTH if self.relevant else BACK_ALONE

    @property
    def maker_id(self):
        return self.asked_by_id

    @property
    def made_by_ids(self):
        return {self.asked_by_id}

    def approval_payload(self):
        """What the two sides vote on, and what any later edit voids."""
        facts = (
            "company_id",
            "partner_id",
            "days",
            "amount",
            "valid_from",
            "valid_to",
            "reason",
            "relevant",
            "asked_by_id",
        )
        return {fact: getattr(self, fact) for fact in facts}


class CreditPolicy(models.Model):
    """Which payment term needs no decision, and from which amount on a decision bears risk. The last row counts."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    ordinary_days = models.PositiveSmallIntegerField(_("ordinary payment term in days"), default=ORDINARY_DAYS)
    relevant_from = models.BigIntegerField(_("bears risk from"), default=RELEVANT_FROM)
    reason = models.CharField(_("reason"), max_length=200)
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set"), auto_now_add=True)

    objects = CreditQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit policy")
        verbose_name_plural = _("credit policies")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(relevant_from__gte=0), name="credit_policy_amount")]

    def __str__(self):
        return str(self.ordinary_days)
