from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.models.subject import Subject
from foundation.contacts.models import Partner
from foundation.organisation.models import Company, Person, Unit

from .. import subjects
from ..calc.exposure import Claim
from ..choices import ExposureState, Product
from .scope import RiskQuerySet


class ExposureQuerySet(RiskQuerySet):
    def counting(self):
        return self.filter(state=ExposureState.COUNTING)

    def live(self):
        return self.exclude(state=ExposureState.RELEASED)

    def one_of_each(self):
        """The newest of each deal: one that was changed takes up the limits anew."""
        newest = self.order_by().values("subject_table", "subject_key").annotate(newest=Max("pk")).values("newest")
        return self.filter(pk__in=newest)

    def about(self, subject):
        return self.filter(subject_table=subject._meta.db_table, subject_key=str(subject.pk))


class Exposure(models.Model):
    """What one deal takes up of the limits, from the moment of its capture until it is settled or cancelled.

    What is blocked does not count: it is no deal before risk control lets it pass.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    subject_table = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=64)
    counterparty = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("counterparty"))
    product = models.CharField(_("product"), max_length=14, choices=Product)
    trader = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("trader"))
    desk = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("desk"))
    country = models.CharField(_("country"), max_length=2)
    amount = models.BigIntegerField(_("amount"))
    until = models.DateField(_("until"))
    state = models.CharField(_("state"), max_length=8, choices=ExposureState)
    at = models.DateTimeField(_("since"), default=timezone.now)

    objects = ExposureQuerySet.as_manager()
    subject = Subject()

    class Meta:
        verbose_name = _("exposure")
        verbose_name_plural = _("exposures")
        ordering = ["-pk"]
        indexes = [
            # All that the check sums up, so that it reads nothing else, however much was closed in all the years.
            models.Index(
                fields=["company", "counterparty", "product", "trader", "desk", "country", "amount"],
                condition=Q(state=ExposureState.COUNTING),
                name="exposure_counting",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="exposure_not_negative"),
            models.UniqueConstraint(
                fields=["subject_table", "subject_key"],
                condition=~Q(state=ExposureState.RELEASED),
                name="exposure_live_once",
            ),
        ]

    def __str__(self):
        return subjects.describe(self.subject_table, self.subject) if self.subject else self.subject_key

    def get_absolute_url(self):
        return self.subject.get_absolute_url() if self.subject else ""

    @property
    def claim(self):
        return Claim(
            self.company_id, self.counterparty_id, self.product, self.trader_id, self.desk_id, self.country,
            self.amount, self.until,
        )  # fmt: skip
