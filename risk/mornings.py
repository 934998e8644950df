"""What risk control does by the clock: readings of the key figures, the daily report of the business day before."""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.calendars.days import is_working_day, nearest_working_day
from foundation.jobs.registry import handler
from foundation.lib.errors import BusinessError
from foundation.organisation.models import Company
from foundation.records.database import snapshot
from foundation.reports import rendering, storage

from .actions.daily import keep_daily_report
from .actions.keyfigures import take_readings
from .models import DailyReport
from .queries.holders import holders
from .reports.daily import daily_data

READINGS, DAILY = "risk.readings", "risk.daily"
ONE_DAY = timedelta(days=1)


@handler(READINGS, label=gettext_lazy("Read the key risk indicators"))
def read_key_figures(job, progress):
    yesterday = timezone.localdate() - ONE_DAY
    return {"readings": sum(take_readings(company, yesterday) for company in controlled())}


@handler(DAILY, label=gettext_lazy("Make the daily risk report"))
def make_daily_reports(job, progress):
    """Made on working days only, so that of Friday comes on Monday morning."""
    today = timezone.localdate()
    made = [
        make_daily_report(company, before(today, company.calendar))
        for company in controlled()
        if is_working_day(today, company.calendar)
    ]
    return {"made": sum(report is not None for report in made)}


def before(today, calendar):
    """The business day before."""
    return nearest_working_day(today - ONE_DAY, calendar, step=-1)


def controlled():
    """Companies in which somebody leads risk control."""
    return [company for company in Company.objects.order_by("pk") if holders(company.pk, "risk.head").exists()]


def make_daily_report(company, day):
    """Once, in each language: the sections as they are kept, and the PDF. None where it is there already."""
    if DailyReport.objects.filter(company=company, day=day).exists():
        return None
    take_readings(company, day)
    content, files = {}, {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            with snapshot():
                data = daily_data(company, day)
            content[language] = [_kept(section) for section in data.sections]
            files |= _file(language, data)
    return keep_daily_report(company=company, day=day, content=content, files=files)


def _file(language, data):
    """Nothing where this installation cannot write PDF: the report is kept and shown all the same."""
    try:
        made = rendering.set_short(data, _("the distribution list"))
    except BusinessError as error:
        if error.code != "pdf.missing":
            raise
        return {}
    name = f"{uuid4().hex}.pdf"
    storage.store(name, made)
    return {language: {"name": name, "sha256": sha256(made).hexdigest(), "size": len(made)}}


def _kept(section):
    return {
        "title": section.title,
        "columns": [[str(label), kind] for label, kind in section.columns],
        "rows": rendering.texts_of(section),
        "nothing": section.nothing,
    }
