from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Person, Unit

from ..choices import CoolOffKind


class CoolOffQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(valid_from__lte=on, valid_to__gte=on)


class CoolOff(models.Model):
    """Whoever left a desk reviews nothing of it for a while (R02). Comes with the move and is neither shortened nor taken back."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="cool_offs", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("former desk"))
    kind = models.CharField(_("kind"), max_length=5, choices=CoolOffKind, default=CoolOffKind.MOVE)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"))

    objects = CoolOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("cool-off")
        verbose_name_plural = _("cool-offs")
        ordering = ["-valid_to", "pk"]
        indexes = [models.Index(fields=["person", "valid_to"], name="cool_off_of_person")]
        constraints = [
            models.CheckConstraint(condition=models.Q(valid_to__gte=models.F("valid_from")), name="cool_off_span")
        ]

    def __str__(self):
        return f"{self.person} – {self.unit}"
