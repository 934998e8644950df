from django.db import models
from django.utils.translation import gettext_lazy as _


class NumberRange(models.Model):
    """The last number that a range has given out. Only ever counts up."""

    audit_exempt = "moves with every numbered row, which is audited"

    key = models.CharField(max_length=80, primary_key=True)
    last = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("number range")
        verbose_name_plural = _("number ranges")

    def __str__(self):
        return f"{self.key}: {self.last}"
