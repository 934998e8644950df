"""Work orders by kind, and which share of them was done in time."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.lib.dates import format_date
from foundation.reports.calc.spans import days_of
from foundation.reports.catalogue import Report, ReportData, Row
from foundation.reports.choices import Span
from foundation.reports.parameters import ReportForm
from foundation.screens.forms import DateField
from foundation.screens.templatetags.screens import percentage

from .choices import OrderKind
from .queries.figures import Kept, kept_by_kind


class KeptForm(ReportForm):
    first = DateField(label=gettext_lazy("From day"), initial=lambda: timezone.localdate().replace(day=1))
    last = DateField(label=gettext_lazy("To day"), initial=timezone.localdate)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        return cleaned


class KeptReport(Report):
    code = "workorders.kept"
    name = gettext_lazy("Work orders and their times")
    description = gettext_lazy("Work orders of a span of days by kind, and the share that was done in time.")
    permission = "workorders.report:view"
    form = KeptForm
    spans = tuple(Span)

    def params_of(self, person, span, on):
        first, last = days_of(span, on, on.replace(month=1, day=1))
        return {"first": format_date(first), "last": format_date(last)}

    def build(self, person, params, progress):
        company, first, last = person.company_of(person.reached), params["first"], params["last"]
        rows = kept_by_kind(company, first, last)
        total = Kept("", sum(row.count for row in rows), sum(row.missed for row in rows))
        return ReportData(
            title=str(self.name),
            company=str(company),
            parameters=[
                (_("Span"), _("{first} to {last}").format(first=format_date(first), last=format_date(last))),
                (_("Counted"), _("what was closed in these days, and what fell due in them and is still open")),
            ],
            columns=[
                (_("Kind"), "text"),
                (_("Work orders"), "text"),
                (_("in time"), "text"),
                (_("too late"), "text"),
                (_("in time, %"), "text"),
            ],
            rows=[*(_line(OrderKind(row.kind).label, row) for row in rows), _line(_("All kinds"), total, "sum")],
        )


def _line(label, row, css=""):
    share = "–" if row.kept_percent is None else percentage(row.kept_percent)
    return Row([label, str(row.count), str(row.count - row.missed), str(row.missed), share], css)
