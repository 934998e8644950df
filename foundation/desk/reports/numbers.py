"""B15: numbers that the portal gives out have no gaps. BTO 2.2.1 of MaRisk; § 146 AO."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.reports.evidence import EvidenceReport
from foundation.reports.parameters import ReportForm

from .. import numbering


class NumberReport(EvidenceReport):
    code = "records.numbers"
    reference = "B15"
    name = gettext_lazy("Number gap check")
    description = gettext_lazy("Each range of numbers with the last one given out, and every number that is missing.")
    permission = "records.numbers:view"
    form = ReportForm

    def build(self, person, params, progress):
        found = sorted(numbering.ranges_seen_by(person), key=lambda each: not each.missing)
        return self.sheet(
            person,
            params,
            [
                (_("Company"), "text"),
                (_("Numbers of"), "text"),
                (_("Range"), "text"),
                (_("Rows"), "number"),
                (_("Last number"), "number"),
                (_("Missing"), "number"),
                (_("Missing numbers"), "text"),
            ],
            [
                [each.company, each.what, each.name, each.count, each.last, len(each.missing), each.gaps]
                for each in found
            ],
            [(_("Ranges"), len(found)), (_("Gaps"), sum(len(each.missing) for each in found))],
        )
