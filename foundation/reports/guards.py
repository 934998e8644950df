from django.utils.translation import gettext_lazy as _

from foundation.records import guards


def register():
    finished = "OLD.stored_as <> ''"
    guards.register(
        *guards.refuse("report_run_stays", "reports_reportrun", "UPDATE, DELETE", "reports.finished", finished)
    )
    guards.sentences(reports__finished=_("A finished report stays as it is. Ask for it again to get a new one."))
