from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.screens.tables import Column, Status, Table


def signature(report):
    return (
        Status("done", pgettext_lazy("report", "signed"))
        if report.signed_by_id
        else Status("waiting", _("to be signed"))
    )


def read_by(report):
    receipts = report.receipts.all()
    return _("{read} of {all}").format(read=sum(each.read_at is not None for each in receipts), all=len(receipts))


DAILY_REPORTS = Table(
    Column("day", _("Business day"), kind="date", sort="day", link=lambda report: report.get_absolute_url()),
    Column("made_at", _("Made"), kind="datetime"),
    Column("state", _("State"), value=signature, kind="status"),
    Column("signed_by", _("Signed by")),
    Column("signed_at", pgettext_lazy("report", "Signed on"), kind="datetime", roomy=True),
    Column("read", _("Read by"), value=read_by),
    Column("remark", _("Remark"), shown=False),
    order="-day",
)
