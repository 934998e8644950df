from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WORDS = {
    "order.asked": _("asked for it; {team} does it"),
    "order.accept": _("accepted it"),
    "order.start": _("began to work on it"),
    "order.ask_back": _("asked the front office; the clock stands"),
    "order.answer": _("answered; the clock goes on"),
    "order.pass_on": _("passed it on to {team}"),
    "order.finish": _("closed it"),
    "order.confirm": _("confirmed that it is done"),
    "order.reopen": _("reopened it"),
    "order.cancel": _("cancelled it"),
    "order.taken_over": _("{taker} took it over from {leaver}"),
    "order.warned": _("reminded at 80 % of the time"),
    "order.missed": _("reminded when the time was over"),
    "service.set": _("set team and times; {team} does it"),
}


class WorkordersConfig(AppConfig):
    name = "workorders"
    verbose_name = _("Work orders")

    def ready(self):
        from foundation.access import takeovers as left_behind
        from foundation.access.permissions import declare
        from foundation.contacts.models import Partner
        from foundation.desk import figures, numbering, worklist
        from foundation.documents.rules import register_subject
        from foundation.jobs.schedules import every
        from foundation.notices import kinds
        from foundation.organisation.models import Company
        from foundation.reports import catalogue
        from foundation.screens import history, menu, palette, search

        from . import guards, keyfigures, privacy, subjects, takeovers, tasks, work
        from .models import WorkOrder
        from .permissions import PERMISSIONS
        from .queries import numbers
        from .reports import KeptReport
        from .search import ORDERS

        declare(*PERMISSIONS)
        guards.register()
        privacy.register()
        work.register()
        keyfigures.register()
        search.register(ORDERS)
        catalogue.register(KeptReport)
        numbering.register(numbers.orders)
        worklist.register(work.waiting)
        for duty in (takeovers.AT_WORK_ON, takeovers.OWED_BY_ASKER):
            left_behind.register(duty)
        figures.register(work.figures, 30)
        kinds.register(
            kinds.Kind("workorders.moved", _("Work orders that wait for me"), permission="workorders.order:write"),
            kinds.Kind("workorders.time", _("Work orders whose time runs short"), permission="workorders.order:accept"),
        )
        every(tasks.ESCALATION, kind=tasks.ESCALATION, minutes=5)
        subjects.register(
            subjects.Subject(
                Partner,
                rows=lambda person: Partner.objects.filter(company__in=Company.objects.visible_to(person)),
                visible=Partner.objects.visible_to,
                label=lambda partner: f"{partner} ({partner.number})",
            )
        )
        register_subject(WorkOrder, lambda person, key: WorkOrder.objects.visible_to(person).filter(pk=key).exists())
        palette.action(_("Ask the back office"), "workorders:choose", "workorders.order:ask", "plus")
        for verb, sentence in WORDS.items():
            history.register_words(f"workorders.{verb}", sentence)
        menu.register(
            menu.Department("workorders", _("Work orders"), "clipboard-check", 15),
            [
                menu.Entry(
                    _("My work orders"),
                    "workorders:mine",
                    "workorders.order:ask",
                    "user",
                    1,
                    work.to_answer_or_confirm,
                    also=("workorders:choose",),
                ),  # fmt: skip
                menu.Entry(
                    _("Inbox of the team"), "workorders:team", "workorders.order:accept", "inbox", 2, work.to_accept
                ),
                menu.Entry(_("All work orders"), "workorders:orders", "workorders.order:view", "list-check", 3),
                menu.Entry(_("Teams and times"), "workorders:services", "workorders.service:edit", "clock", 9),
            ],
        )
