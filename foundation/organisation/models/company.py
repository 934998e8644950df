from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from foundation.calendars.choices import Land
from foundation.calendars.hours import Calendar
from foundation.calendars.models import Workplace
from foundation.calendars.queries import calendar_of


class CompanyQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The companies that this person's grants reach; a grant without a company reaches all of them."""
        if person is None:
            return self.none()
        reach = person.companies()
        return self if reach is None else self.filter(pk__in=reach)

    def with_parts(self):
        return self.select_related(*_parts)


_parts = ["workplace"]


def read_with_company(relation):
    """What a room above keeps about each company, and asks for on most of its pages."""
    _parts.append(relation)


class Company(models.Model):
    """A legal entity. Books, personnel, deals and declarations belong to one."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    code = models.SlugField(_("short name"), max_length=20, unique=True)
    street = models.CharField(_("street"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, default="DE")
    land = models.CharField(_("federal state"), max_length=2, choices=Land, blank=True)  # of its seat
    workplace = models.ForeignKey(
        Workplace, models.PROTECT, null=True, blank=True, related_name="companies", verbose_name=_("workplace")
    )

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @cached_property
    def calendar(self):
        """When it works: as its workplace does, else by the law at its seat."""
        return calendar_of(self.workplace) if self.workplace else Calendar(self.land)
