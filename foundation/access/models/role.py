from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.organisation.choices import Side


class InTwoLanguages:
    def in_language(self, stem):
        return getattr(self, f"{stem}_{'en' if (get_language() or 'de').startswith('en') else 'de'}")


class Role(InTwoLanguages, models.Model):
    """A bundle of permissions on one side of the wall. What it holds is declared in each room's `permissions.py`."""

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    side = models.CharField(_("side"), max_length=7, choices=Side)
    name_de = models.CharField(_("name (German)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80)
    privileged = models.BooleanField(_("privileged"), default=False)
    recertification_days = models.PositiveIntegerField(_("recertified every … days"))

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["side", "code"]

    def __str__(self):
        return self.in_language("name")


class ConflictPair(models.Model):
    """Two roles that nobody may hold at the same time, and the rule that says so."""

    role_a = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name=_("role"))
    role_b = models.ForeignKey(Role, models.PROTECT, related_name="+", verbose_name=_("conflicting role"))
    rule = models.CharField(_("rule"), max_length=3)

    class Meta:
        verbose_name = _("conflicting pair")
        verbose_name_plural = _("conflicting pairs")
        constraints = [
            models.UniqueConstraint(fields=["role_a", "role_b"], name="pair_once"),
            models.CheckConstraint(condition=models.Q(role_a__lt=models.F("role_b")), name="pair_in_order"),
        ]

    def __str__(self):
        return f"{self.role_a_id} / {self.role_b_id} ({self.rule})"


class SeparationRule(InTwoLanguages, models.Model):
    """The sentence of a rule and its legal basis: text that may be edited, because law changes."""

    code = models.CharField(_("rule"), max_length=3, primary_key=True)
    text_de = models.TextField(_("text (German)"))
    text_en = models.TextField(_("text (English)"))
    basis = models.CharField(_("legal basis"), max_length=120)

    class Meta:
        verbose_name = _("separation rule")
        verbose_name_plural = _("separation rules")
        ordering = ["code"]

    def __str__(self):
        return f"{self.code}: {self.text}"

    @property
    def text(self):
        return self.in_language("text")
