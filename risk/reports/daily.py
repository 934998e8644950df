"""The daily risk report as a report of the house: on request, for any day."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.lib.errors import BusinessError
from foundation.reports.catalogue import Report, ReportData
from foundation.reports.choices import Format
from foundation.reports.parameters import ReportForm
from foundation.screens.forms import DateField
from foundation.screens.templatetags.screens import day as in_words
from foundation.screens.templatetags.screens import moment

from .. import sections
from ..queries.companies import company_of
from ..queries.use import is_over


class DailyForm(ReportForm):
    day = DateField(label=gettext_lazy("Business day"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["day"].initial = timezone.localdate()

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            self.add_error("day", _("This day has not come yet."))
        return day


class DailyRiskReport(Report):
    code = "risk.daily"
    name = gettext_lazy("Daily risk report")
    description = gettext_lazy(
        "Exposure against limits, breaches, late and off-market deals, open confirmations, key figures and incidents."
    )
    permission = "risk.daily_report:view"
    form = DailyForm
    formats = (Format.PDF,)

    def build(self, person, params, progress):
        company = company_of(person)
        if company is None:
            raise BusinessError("report.no_company", _("Your roles reach no company."))
        return daily_data(company, params["day"])


def daily_data(company, day):
    """In the language that is active. A day that is over is told as it stood at its end."""
    return ReportData(
        title=_("Daily risk report of {day}").format(day=in_words(day)),
        company=str(company),
        parameters=[
            (_("Business day"), in_words(day)),
            (_("As of"), _("end of the day") if is_over(day) else moment(timezone.now())),
            *([(_("Made"), moment(timezone.now()))] if is_over(day) else []),
            (_("Amounts"), _("in the currency of the company")),
        ],
        sections=sections.build(company, day),
    )
