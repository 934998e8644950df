"""What can be asked for. A room registers its reports in `apps.ready()`."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal, NamedTuple

from django.http import Http404

from foundation.access.policy import can

from .choices import Format
from .parameters import ReportForm

Kind = Literal["text", "amount", "number", "date", "moment"]


class Row(NamedTuple):
    """Cells in the order of the columns; amounts are cents, dates are dates, moments are datetimes. `css` is "sum", "head" or nothing."""

    cells: list
    css: str = ""


@dataclass(frozen=True)
class Section:
    """One of several tables of a report. Without rows it says `nothing`: that there are none is told as well."""

    title: str
    columns: list[tuple[str, Kind]]
    rows: list
    nothing: str = ""

    @property
    def lines(self):
        return [row if isinstance(row, Row) else Row(row) for row in self.rows]


@dataclass(frozen=True)
class ReportData:
    """`parameters` are pairs of label and value, `columns` pairs of label and kind, `rows` lists or `Row`s. The sums of
    the columns whose numbers are `carried` go from page to page in a PDF; what is the same in each row of a `gathered`
    report stands once above its rows there. A report of several tables has `sections`
    instead of columns and rows, and comes as PDF only."""

    title: str
    company: str
    parameters: list[tuple[str, str]]
    columns: list[tuple[str, Kind]] = field(default_factory=list)
    rows: list = field(default_factory=list)
    footer: str = ""
    carried: tuple[int, ...] = ()
    gathered: bool = False
    sections: tuple[Section, ...] = ()
    lines: list[Row] = field(init=False, repr=False)

    def __post_init__(self):
        lines = [row if isinstance(row, Row) else Row(row) for row in self.rows]
        object.__setattr__(self, "lines", lines)


class Report:
    """`build(person, params, progress)` reads inside one snapshot; `params` are the form's cleaned values. A report with
    `spans` can be scheduled: `params_of` says what its form would hold for such a span, seen from a day."""

    code: ClassVar[str]
    name: ClassVar[str]
    description: ClassVar[str] = ""
    group: ClassVar[str] = ""
    permission: ClassVar[str]
    formats: ClassVar[tuple[str, ...]] = (Format.PDF, Format.XLSX, Format.CSV)
    form: ClassVar[type[ReportForm]] = ReportForm
    spans: ClassVar[tuple[str, ...]] = ()

    def build(self, person, params, progress) -> ReportData:
        raise NotImplementedError

    def params_of(self, person, span, on) -> dict:
        raise NotImplementedError


_reports: dict[str, Report] = {}


def register(report_class):
    _reports[report_class.code] = report_class()
    return report_class


def get(code):
    if code not in _reports:
        raise Http404
    return _reports[code]


def name_of(code):
    """A report may have left the house; its runs stay."""
    return _reports[code].name if code in _reports else code


def offered_to(person):
    offered = [report for report in _reports.values() if can(person, report.permission)]
    return sorted(offered, key=lambda report: (str(report.group), str(report.name)))
