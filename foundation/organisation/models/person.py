from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .company import Company
from .unit import Unit


class PersonQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Colleagues of the companies that one's grants reach. What one may do with them is a question for `can()`."""
        return self.filter(company__in=Company.objects.visible_to(person))

    def employed(self, on):
        return self.filter(models.Q(left_on=None) | models.Q(left_on__gte=on), joined_on__lte=on)


class Person(models.Model):
    """The natural person. Separation rules compare persons, never accounts."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="persons", verbose_name=_("company"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="persons", verbose_name=_("unit")
    )
    first_name = models.CharField(_("first name"), max_length=60)
    last_name = models.CharField(_("last name"), max_length=60)
    email = models.EmailField(_("e-mail"), unique=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    job_title = models.CharField(_("job title"), max_length=80, blank=True)
    joined_on = models.DateField(_("joined on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)

    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("work taken over by")
    )

    chosen_company = None  # the key of the company that he chose to work in, while a request or a job lasts

    proof = None  # what the session has proved in which he acts, while a request lasts

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left_on=None) | models.Q(left_on__gte=models.F("joined_on")),
                name="person_leaves_after_joining",
            )
        ]

    def __str__(self):
        return f"{self.first_name} {self.last_name}"

    def is_employed(self, on):
        return self.joined_on <= on and (self.left_on is None or on <= self.left_on)

    def company_of(self, companies):
        """The one he chose, else his own, else any of these."""
        wanted = [self.chosen_company, self.company_id]
        return min(companies, key=lambda one: wanted.index(one.pk) if one.pk in wanted else len(wanted), default=None)

    @cached_property
    def calendar(self):
        """When this person works: as the unit does, where it has a workplace of its own."""
        return self.unit.calendar if self.unit and self.unit.workplace_id else self.company.calendar

    @cached_property
    def reached(self):
        """The companies that this person's grants reach, read once per loaded person."""
        return list(Company.objects.visible_to(self).with_parts())

    def companies(self):
        """Ids of the companies that this person's grants reach, None for all of them."""
        return _reach["of"](self)


_reach = {"of": lambda person: set()}


def ask_for_reach(of):
    """The access room, a floor above, knows the grants and answers here."""
    _reach["of"] = of
