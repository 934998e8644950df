"""B19: the six checks of each deal: papers, match, limit, market, instruction, changes. BTO 2.2.2 of MaRisk.
Deals with checks that are not finished come first."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from foundation.reports.evidence import EvidenceReport

from ..queries.control import control_journal
from ..queries.deals import company_of


class ControlJournalReport(EvidenceReport):
    code = "settlement.control_journal"
    reference = "B19"
    name = gettext_lazy("Control journal")
    description = gettext_lazy("The six checks of each deal: papers, match, limit, market, instruction, changes.")
    permission = "settlement.evidence:view"

    def build(self, person, params, progress):
        lines = control_journal(person, company_of(person), params["first"], params["last"])
        lines.sort(key=lambda line: not line.open)
        open_checks = sum(line.open for line in lines)
        return self.sheet(
            person,
            params,
            [
                (_("Deal"), "text"),
                (_("Captured"), "date"),
                (_("Trader"), "text"),
                (_("Papers"), "text"),
                (pgettext("control", "Match"), "text"),
                (_("Limit"), "text"),
                (_("Market"), "text"),
                (_("Instruction"), "text"),
                (_("Changes"), "text"),
                (_("State"), "text"),
                (pgettext("checks", "Open"), "number"),
            ],
            [_line(line) for line in lines],
            [(_("Deals"), len(lines)), (_("Checks not finished"), open_checks)],
        )


def _line(line):
    deal = line.deal
    checks = [str(check) for check in line.checks]
    return [deal.number, deal.trade_date, str(deal.trader), *checks, deal.get_state_display(), line.open]
