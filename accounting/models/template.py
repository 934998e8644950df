from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import Company, Person

from .account import Account
from .books import Journal
from .scope import BooksQuerySet


class TemplateQuerySet(BooksQuerySet):
    def visible_to(self, person):
        """The own ones, those that their owners share with the company, and those that recur in its books."""
        return super().visible_to(person).filter(Q(shared=True) | Q(owner=person) | Q(recurrence__isnull=False))


class EntryTemplate(models.Model):
    """What an entry begins with. Only its owner changes it, because drafts may be written of it in the owner's name."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="+", verbose_name=_("company"))
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("owner"))
    name = models.CharField(_("name"), max_length=80)
    shared = models.BooleanField(_("shared"), default=False)
    journal = models.ForeignKey(Journal, models.PROTECT, related_name="+", verbose_name=_("journal"))
    text = models.CharField(_("text"), max_length=200)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["company", "owner", "name"], name="entry_template_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("accounting:template", args=[self.pk])


class TemplateLineQuerySet(BooksQuerySet):
    company_path = "template__company"


class TemplateLine(models.Model):
    """A line as it is typed. Without an amount it waits for one."""

    template = models.ForeignKey(EntryTemplate, models.CASCADE, related_name="lines", verbose_name=_("template"))
    position = models.PositiveSmallIntegerField(_("position"))
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name=_("account"))
    debit = models.BigIntegerField(_("debit"), default=0)
    credit = models.BigIntegerField(_("credit"), default=0)
    tax_code = models.CharField(_("tax code"), max_length=12, blank=True)
    cost_centre = models.CharField(_("cost centre"), max_length=20, blank=True)
    text = models.CharField(_("text"), max_length=200, blank=True)

    objects = TemplateLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a template")
        verbose_name_plural = _("lines of templates")
        ordering = ["template", "position"]
        constraints = [
            models.UniqueConstraint(fields=["template", "position"], name="template_line_position_once"),
            models.CheckConstraint(
                condition=Q(debit__gte=0, credit=0) | Q(debit=0, credit__gt=0), name="template_line_on_one_side"
            ),
        ]

    def __str__(self):
        return f"{self.template_id}/{self.position}"
