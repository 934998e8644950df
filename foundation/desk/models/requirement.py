from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.access.models.role import InTwoLanguages


class Requirement(InTwoLanguages, models.Model):
    """What the supervision asks for, in words that compliance may put right, with the rules that keep it, the reports that
    prove it and the tests that try it. Those three belong to the portal and come anew with each version of it."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    position = models.PositiveSmallIntegerField(_("position"))
    reference = models.CharField(_("reference"), max_length=60)
    text_de = models.TextField(_("text (German)"), max_length=500)
    text_en = models.TextField(_("text (English)"), max_length=500)
    rules = models.JSONField(_("rules"), default=list)
    reports = models.JSONField(_("reports"), default=list)
    tests = models.JSONField(_("tests"), default=list)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["position"]

    def __str__(self):
        return self.reference

    @property
    def text(self):
        return self.in_language("text")
