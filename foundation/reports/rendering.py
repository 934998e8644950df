"""A report's data as the bytes of a file."""

from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.lib.money import Cents
from foundation.lib.tabular import csv_out, xlsx_out
from foundation.records.seals import last_seal
from foundation.screens.templatetags.screens import amount, day, grouped, is_english, moment

from . import pdf
from .catalogue import Row
from .choices import Format

SHORT, NARROW = 500, 5


def render(data, run, format, progress):
    match format:
        case Format.PDF:
            return _pdf(data, run, progress)
        case Format.XLSX:
            return xlsx_out(data.title, _heads(data), _plain(data))
        case Format.CSV:
            return b"".join(csv_out(_heads(data), _plain(data)))


def _pdf(data, run, progress):
    """Short reports are set from HTML; long and wide ones, and those that carry sums from page to page, as a list."""
    if data.gathered:
        data = _gather(data)
    if data.carried or len(data.lines) > SHORT or len(data.columns) > NARROW:
        listing = {"origin": origin(data.title, run.requested_by), "seal": seal(), **_listing(data)}
        return pdf.render_list(listing, lambda share: progress(50 + share * 45 // 100, _("Writing the file")))
    return set_short(data, run.requested_by)


def set_short(data, who):
    """The PDF of a short report, or of one with several tables, as it is handed to `who`."""
    context = {
        "origin": origin(data.title, who),
        "seal": seal(),
        "data": data,
        "rows": _shown(data),
        "sections": [(section, _shown(section)) for section in data.sections],
    }
    return pdf.render_pdf("reports/pdf.html", context)


def _gather(data):
    """A column that says the same in each row says it once, above them. Figures stay: their sums are read with them."""
    rows, titles = ([row.cells for row in data.lines if bool(row.css) == css] for css in (False, True))
    same = {
        number: _text(kind, rows[0][number]) or "–"
        for number, (_label, kind) in enumerate(data.columns)
        if len(rows) > 1 and kind not in ("amount", "number")
        and len({cells[number] or "" for cells in rows}) == 1
        and all(cells[number] in (None, "", rows[0][number]) for cells in titles)
    }  # fmt: skip
    said = [(data.columns[number][0], _("{value} (in all rows)").format(value=value)) for number, value in same.items()]

    def rest(cells):
        return [cell for number, cell in enumerate(cells) if number not in same]

    return replace(
        data,
        parameters=[*data.parameters, *said],
        columns=rest(data.columns),
        rows=[Row(rest(row.cells), row.css) for row in data.lines],
    )


def origin(title, who):
    """The words at the foot of each page."""
    facts = {"title": title, "who": who, "when": moment(timezone.now())}
    return _("%(title)s, made for %(who)s on %(when)s") % facts


def seal():
    """How far the audit trail is sealed: the last line of whatever is printed."""
    last = last_seal()
    if last is None:
        return _("The audit trail has not been sealed yet.")
    facts = {"number": last.pk, "at": moment(last.at), "hash": last.hash[:16]}
    return _("Last seal of the audit trail: %(number)s of %(at)s, %(hash)s") % facts


def _listing(data):
    kinds = [kind for _label, kind in data.columns]
    return {
        "title": data.title,
        "company": data.company,
        "parameters": [[str(label), str(value)] for label, value in data.parameters],
        "columns": [[str(label), kind] for label, kind in data.columns],
        "rows": [[list(map(_raw, kinds, row.cells)), row.css] for row in data.lines],
        "footer": str(data.footer),
        "carried": list(data.carried),
        "english": is_english(),
        "words": {"page": _("Page {page} of {pages}"), "carried": _("Carried forward")},
    }


def _raw(kind, cell):
    return cell if kind == "amount" and isinstance(cell, int) else _text(kind, cell)


def texts_of(section):
    """The rows of a section as a reader sees them."""
    return [[text for _kind, text in row.cells] for row in _shown(section)]


def _shown(data):
    kinds = [kind for _label, kind in data.columns]
    return [Row(list(zip(kinds, map(_text, kinds, row.cells), strict=True)), row.css) for row in data.lines]


def _text(kind, cell):
    if cell is None:
        return ""
    if kind == "amount" and isinstance(cell, int):
        return amount(cell)
    if kind == "number":
        return str(grouped(cell))
    if isinstance(cell, datetime):
        return moment(cell)
    return day(cell) if isinstance(cell, date) else str(cell)


def _heads(data):
    return [str(label) for label, _kind in data.columns]


def _plain(data):
    kinds = [kind for _label, kind in data.columns]
    for row in data.lines:
        yield [_value(kind, cell) for kind, cell in zip(kinds, row.cells, strict=True)]


def _value(kind, cell):
    return Cents(cell) if kind == "amount" and isinstance(cell, int) else cell
