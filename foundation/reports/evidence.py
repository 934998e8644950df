"""What is printed for an auditor. Each report proves one duty of the law; rooms register theirs beside their other reports."""

from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.lib.dates import format_date
from foundation.screens.forms import DateField

from . import catalogue
from .catalogue import Report, ReportData
from .parameters import ReportForm

EVIDENCE = gettext_lazy("Evidence")
LONGEST_DAYS = 366


class DayForm(ReportForm):
    """As it was at the end of a day that is over, or as it is today."""

    on = DateField(label=gettext_lazy("As of"), initial=timezone.localdate)

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            self.add_error("on", _("This day has not come yet."))
        return day


class SpanForm(ReportForm):
    """This year so far, or any other span of a year at most."""

    first = DateField(label=gettext_lazy("From day"), initial=lambda: timezone.localdate().replace(month=1, day=1))
    last = DateField(label=gettext_lazy("To day"), initial=timezone.localdate)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif first and last and (last - first).days >= LONGEST_DAYS:
            self.add_error("last", _("Please take at most one year at a time."))
        return cleaned


class TodayForm(SpanForm):
    """As of one day, or whatever held within a span of days."""

    first = DateField(label=gettext_lazy("From day"), initial=timezone.localdate)


class EvidenceReport(Report):
    """`reference` is its number among the evidence that the house keeps ready."""

    group = EVIDENCE
    reference: ClassVar[str]
    form = SpanForm

    def sheet(self, person, params, columns, rows, facts=(), footer=""):
        company = person.company_of(person.reached)
        return ReportData(
            title=str(self.name),
            company=str(company or ""),
            parameters=[(_("Evidence no."), self.reference), _days(params), *facts],
            columns=columns,
            rows=rows,
            footer=footer if rows else _("There is nothing of this kind."),
            gathered=True,
        )

    def defaults(self, person):
        """What its form holds before anybody types: for the one click that prints it."""
        form = self.form(person=person)
        return {name: form[name].value() for name in form.fields}


def offered_to(person):
    reports = [report for report in catalogue.offered_to(person) if isinstance(report, EvidenceReport)]
    return sorted(reports, key=lambda report: int(report.reference[1:]))


def _days(params):
    if "first" not in params:
        return _("As of"), format_date(params.get("on") or timezone.localdate())
    first, last = format_date(params["first"]), format_date(params["last"])
    return (_("As of"), first) if first == last else (_("Span"), _("{first} to {last}").format(first=first, last=last))
