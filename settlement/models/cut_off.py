from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Company, Person

from ..choices import Product


class CutOffQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(company__in=Company.objects.visible_to(person))


class CutOff(models.Model):
    """Until when a deal belongs to the day, on the clock of the company. A later row takes the place of an earlier one;
    without a product it is for all that have none of their own."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    product = models.CharField(_("product"), max_length=14, choices=Product, blank=True)
    time = models.TimeField(_("cut-off"))
    valid_from = models.DateField(_("valid from"))
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set"), auto_now_add=True)

    objects = CutOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("cut-off")
        verbose_name_plural = _("cut-offs")
        ordering = ["-valid_from", "-pk"]
        constraints = [models.UniqueConstraint(fields=["company", "product", "valid_from"], name="cut_off_once_a_day")]

    def __str__(self):
        return f"{self.time:%H:%M}"
