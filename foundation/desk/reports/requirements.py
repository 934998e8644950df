"""The map: what the supervision asks for, which rules keep it, which reports prove it, which tests try it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.reports import catalogue
from foundation.reports.evidence import EvidenceReport
from foundation.reports.parameters import ReportForm

from ..models import Requirement


class RequirementReport(EvidenceReport):
    code = "desk.requirements"
    reference = "B25"
    name = gettext_lazy("MaRisk map")
    description = gettext_lazy(
        "Each requirement with the rules that keep it, the reports that prove it, the tests that try it."
    )
    permission = "desk.evidence:view"
    form = ReportForm

    def build(self, person, params, progress):
        found = list(Requirement.objects.all())
        return self.sheet(
            person,
            params,
            [
                (_("Place in the law"), "text"),
                (_("Requirement"), "text"),
                (_("Rules"), "text"),
                (_("Reports"), "text"),
                (_("Tests"), "text"),
            ],
            [
                [
                    each.reference,
                    each.text,
                    ", ".join(each.rules),
                    ", ".join(str(catalogue.name_of(code)) for code in each.reports),
                    ", ".join(test.rpartition("::")[2].removeprefix("test_").replace("_", " ") for test in each.tests),
                ]
                for each in found
            ],
            [(_("Requirements"), len(found))],
            _("Legal texts are paraphrased. Please check the wording against the text in force."),
        )
