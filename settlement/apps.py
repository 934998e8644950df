from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WORDS = {
    "deal.confirmed": _("confirmed the deal to the counterparty"),
    "deal.matched": _("found both words to agree"),
    "deal.differs": _("found differences: {fields}"),
    "deal.settled": _("settled the deal"),
    "deal.closed": _("closed the deal"),
    "confirmation.recorded": _("took in the confirmation"),
    "confirmation.compared": _("compared it with {deal}, differences: {differences}"),
    "confirmation.returned": _("sent the confirmation back: {reason}"),
    "discrepancy.found": _("found the discrepancy"),
    "discrepancy.handed_over": _("handed it over to {owner}"),
    "discrepancy.cleared": _("cleared the discrepancy"),
    "discrepancy.reopened": _("opened it again: {reason}"),
    "discrepancy.closed": _("closed the discrepancy"),
    "market.checked": _("compared the price with the market"),
    "market.explained": _("accepted the price: {reason}"),
    "market.rejected": _("rejected the price: {reason}"),
    "settlement.proposed": _("prepared the settlement"),
    "settlement.changed": _("changed the settlement"),
    "settlement.withdrawn": _("withdrew the settlement: {reason}"),
    "settlement.released": _("released the settlement of {deal}"),
    "terms.set": _("set the terms"),
    "deal.captured": _("captured the deal as {number}"),
    "deal.changed": _("put the terms right"),
    "deal.blocked": _("broke a limit: the deal is blocked"),
    "deal.unblocked": _("lifted the block"),
    "deal.refused": _("refused the deal"),
    "cancellation.asked": _("asked for the cancellation: {reason}"),
    "cancellation.granted": _("cancelled the deal"),
    "cancellation.declined": _("did not cancel the deal: {answer}"),
    "cut_off.set": _("set the cut-off to {time}"),
}


def _sees_confirmation(person, key):
    from .models import Confirmation

    return Confirmation.objects.visible_to(person).filter(pk=key).exists()


class SettlementConfig(AppConfig):
    name = "settlement"
    verbose_name = _("Settlement")

    def ready(self):
        from celery.schedules import crontab

        from foundation.access import takeovers as left_behind
        from foundation.access.permissions import declare
        from foundation.desk import figures as home
        from foundation.desk import numbering, worklist
        from foundation.documents.rules import register_subject
        from foundation.imports import kinds as tables
        from foundation.jobs.schedules import every
        from foundation.notices import kinds
        from foundation.reports import catalogue
        from foundation.screens import history, menu, palette, search
        from risk import subjects

        from . import duties, figures, guards, privacy, riskbook, row_security, takeovers, tasks, work
        from .actions.states import refused, unblocked
        from .imports import CONFIRMATIONS as CONFIRMATION_TABLE
        from .models import Confirmation, Deal
        from .permissions import PERMISSIONS
        from .queries import numbers
        from .reports import REPORTS
        from .search import DEALS

        declare(*PERMISSIONS)
        guards.register()
        row_security.register()
        privacy.register()
        subjects.register(Deal._meta.db_table, unblocked=unblocked, refused=refused)
        riskbook.register()
        search.register(DEALS)
        numbering.register(numbers.deals)
        for report in REPORTS:
            catalogue.register(report)
        worklist.register(work.waiting)
        worklist.register(duties.waiting)
        left_behind.register(takeovers.DISCREPANCIES)
        home.register(duties.figures, 15)
        tables.register(CONFIRMATION_TABLE)
        register_subject(Confirmation, _sees_confirmation)
        every(tasks.CLOSING, kind=tasks.CLOSING, minutes=15)
        every(tasks.CHASING, kind=tasks.CHASING, at=crontab(hour=8, minute=0, day_of_week="1-5"))
        home.register(figures.figures, 10)
        kinds.register(
            kinds.Kind(
                "settlement.deal",
                _("What was decided about one's deals"),
                permission="settlement.deal:capture",
            ),
            kinds.Kind("settlement.late", _("Late deals"), permission="settlement.deal:cancel"),
            kinds.Kind("settlement.chasing", _("Missing confirmations"), permission="settlement.deal:confirm"),
            kinds.Kind("settlement.cancellation", _("Cancellations of deals"), permission="settlement.deal:view"),
        )
        palette.action(_("New deal"), "settlement:deal_new", "settlement.deal:capture", "arrows-exchange")
        for verb, sentence in WORDS.items():
            history.register_words(f"settlement.{verb}", sentence)
        menu.register(
            menu.Department("settlement", _("Settlement"), "arrows-exchange", 10),
            [
                menu.Entry(_("Deals"), "settlement:deals", "settlement.deal:view", "arrows-exchange", 10),
                menu.Entry(_("Confirmations"), "settlement:confirmations", "settlement.confirmation:view", "mail", 20),
                menu.Entry(
                    _("Discrepancies"), "settlement:discrepancies", "settlement.confirmation:view", "alert-triangle", 30
                ),
                menu.Entry(_("Market checks"), "settlement:market_checks", "settlement.confirmation:view", "gavel", 40),
                menu.Entry(_("Settlements"), "settlement:settlements", "settlement.settlement:view", "checklist", 50),
                menu.Entry(
                    _("Terms of products"), "settlement:terms", "settlement.confirmation:view", "adjustments", 95
                ),
                menu.Entry(_("Positions"), "settlement:positions", "settlement.deal:view", "scale", 15),
                menu.Entry(_("Cut-off"), "settlement:cut_offs", "settlement.deal:view", "clock", 90),
            ],
        )
