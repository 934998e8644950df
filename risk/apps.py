from celery.schedules import crontab
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS = {
    "limit.proposed": _("set the limit, to be approved"),
    "limit.approved": _("approved the limit"),
    "limit.refused": _("refused the limit"),
    "limit.withdrawn": _("withdrew the limit"),
    "credit.asked": _("asked for a payment term of {days} days, on which front and back vote"),
    "credit.agreed": _("agreed to the payment term"),
    "credit.declined": _("declined the payment term"),
    "credit.withdrawn": _("withdrew the credit decision"),
    "credit_policy.set": _("set which payment terms are decided on: longer than {days} days"),
    "price.imported": _("brought in {count} reference rates"),
    "price.proposed": _("set the reference price, to be approved"),
    "price.approved": _("approved the reference price"),
    "price.refused": _("refused the reference price"),
    "exposure.taken": _("took up the limits"),
    "exposure.counting": _("let the deal pass"),
    "exposure.released": _("gave the limits back"),
    "breach.opened": _("broke the limit"),
    "breach.tolerated": _("tolerated the breach"),
    "breach.reduced": pgettext_lazy("breach", "reduced: it fits again"),
    "breach.raised": pgettext_lazy("breach", "raised the limit: it fits now"),
    "breach.refused": _("refused the deal"),
    "breach.reopened": _("opened the breach again"),
    "incident.reported": _("reported the incident {number}"),
    "incident.analysed": _("analysed the incident"),
    "incident.closed": _("closed the incident"),
    "incident.reopened": _("opened the incident again"),
    "incident.material": _("told the management of a material loss"),
    "material_loss.set": _("set from when on a loss is material"),
    "risk.added": _("took the risk into the inventory: {score}"),
    "risk.assessed": _("reviewed the risk: {before}, now {after}"),
    "risk.retired": _("took the risk out of the inventory: {reason}"),
    "acceptance.asked": _("asked to accept the risk until {until}"),
    "acceptance.approved": _("accepted the risk"),
    "acceptance.refused": _("did not accept the risk"),
    "inventory.frozen": _("froze the risk inventory of {year}"),
    "threshold.set": _("set the thresholds: amber from {amber}, red from {red}"),
    "daily_report.made": _("made the risk report"),
    "daily_report.signed": _("signed the risk report"),
    "daily_report.read": _("read the risk report"),
}


class RiskConfig(AppConfig):
    name = "risk"
    verbose_name = _("Risk control")

    def ready(self):
        from foundation.access import approvals
        from foundation.access.permissions import declare
        from foundation.desk import figures as home
        from foundation.desk import numbering, worklist
        from foundation.jobs.schedules import every
        from foundation.notices import kinds
        from foundation.reports import catalogue
        from foundation.screens import history, menu, palette, search

        from . import figures, guards, privacy, tasks, work
        from .actions.limits import LIMIT
        from .permissions import PERMISSIONS
        from .queries import numbers
        from .reports import REPORTS
        from .search import INCIDENTS, LIMITS, RISKS

        declare(*PERMISSIONS)
        guards.register()
        privacy.register()
        approvals.register(LIMIT)
        numbering.register(numbers.incidents)
        for report in REPORTS:
            catalogue.register(report)
        kinds.register(kinds.Kind("risk.breach", _("A limit is broken"), permission="risk.breach:decide"))
        every(tasks.TOLERANCES, kind=tasks.TOLERANCES, at=crontab(hour=0, minute=20))
        worklist.register(work.waiting)
        home.register(figures.figures, 15)
        search.register(LIMITS, INCIDENTS, RISKS)
        palette.action(_("New limit"), "risk:limit_new", "risk.limit:edit", "plus")
        menu.register(
            menu.Department("risk", _("Risk control"), "shield-check", 50),
            [
                menu.Entry(_("Exposure"), "risk:exposure", "risk.limit:view", "chart-bar", 1),
                menu.Entry(_("Limits"), "risk:limits", "risk.limit:view", "shield-check", 2),
                menu.Entry(
                    _("Breaches"),
                    "risk:breaches",
                    "risk.breach:view",
                    "alert-triangle",
                    3,
                    badge=work.open_breaches,
                ),
            ],
        )
        for verb, sentence in WORDS.items():
            history.register_words(f"risk.{verb}", sentence)
        self._credits()
        self._prices()
        self._book()

    def _credits(self):
        """How long customers may take to pay."""
        from foundation.access import approvals
        from foundation.notices import kinds
        from foundation.screens import menu, palette, search

        from .actions.credits import ASK, CREDIT, NOTICE
        from .search import CREDITS

        search.register(CREDITS)
        approvals.register(CREDIT)
        kinds.register(kinds.Kind(NOTICE, _("Credit decisions that one asked for"), permission=ASK))
        palette.action(_("New credit decision"), "risk:credit_new", ASK, "plus")
        menu.register(
            menu.Department("risk", _("Risk control"), "shield-check", 50),
            [menu.Entry(_("Credit decisions"), "risk:credits", "risk.credit:view", "scale", 5)],
        )

    def _prices(self):
        """What the market says."""
        from foundation.access import approvals
        from foundation.screens import menu, palette

        from .actions.prices import PRICE

        approvals.register(PRICE)
        palette.action(_("New reference price"), "risk:price_new", "risk.price:edit", "plus")
        palette.action(_("Import reference rates"), "risk:price_import", "risk.price:edit", "file-import")
        menu.register(
            menu.Department("risk", _("Risk control"), "shield-check", 50),
            [menu.Entry(_("Reference prices"), "risk:prices", "risk.price:view", "percentage", 4)],
        )

    def _book(self):
        """Incidents, inventory, key figures and daily reports."""
        from foundation.access import approvals
        from foundation.desk import figures as home
        from foundation.desk import worklist
        from foundation.jobs.schedules import every
        from foundation.notices import kinds
        from foundation.reports import catalogue
        from foundation.screens import menu, palette

        from . import book, duties, indicators, mornings
        from .actions.inventory import ACCEPTANCE
        from .reports import parts
        from .reports.daily import DailyRiskReport

        approvals.register(ACCEPTANCE)
        indicators.register_all()
        parts.register()
        catalogue.register(DailyRiskReport)
        every(mornings.READINGS, kind=mornings.READINGS, at=crontab(hour=6, minute=30))
        every(mornings.DAILY, kind=mornings.DAILY, at=crontab(hour=7, minute=0))
        worklist.register(duties.waiting)
        home.register(book.figures, 16)
        kinds.register(
            kinds.Kind("risk.material_loss", _("Material losses"), permission="risk.daily_report:view"),
            kinds.Kind("risk.daily_report", _("Daily risk reports"), permission="risk.daily_report:view"),
        )
        palette.action(_("Report an incident"), "risk:incident_new", "risk.incident:report", "alert-triangle")
        menu.register(
            menu.Department("risk", _("Risk control"), "shield-check", 50),
            [
                menu.Entry(_("Risk at a glance"), "risk:dashboard", "risk.key_figure:view", "report-analytics", 0),
                menu.Entry(_("Key risk indicators"), "risk:key_figures", "risk.key_figure:view", "percentage", 20),
                menu.Entry(_("Risk inventory"), "risk:risks", "risk.risk:view", "list-check", 30),
                menu.Entry(
                    _("Incidents"),
                    "risk:incidents",
                    "risk.incident:view",
                    "alert-circle",
                    40,
                    badge=duties.reported_incidents,
                ),
                menu.Entry(_("Daily risk reports"), "risk:daily_reports", "risk.daily_report:view", "file-text", 50),
            ],
        )
