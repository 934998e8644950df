from celery.schedules import crontab
from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeskConfig(AppConfig):
    name = "foundation.desk"
    label = "desk"
    verbose_name = pgettext_lazy("portal", "Desk")

    def ready(self):
        from foundation.access import approvals
        from foundation.access.permissions import declare
        from foundation.calendars import feed
        from foundation.jobs.registry import handler
        from foundation.jobs.schedules import every
        from foundation.notices import kinds
        from foundation.records import outbox
        from foundation.reports import catalogue
        from foundation.screens import history, palette, search
        from foundation.screens.menu import Department, Entry, register

        from . import (
            addresses,
            admin_site,
            closing,
            counters,
            emergencies,
            feeds,
            figures,
            guards,
            helping,
            leavers,
            life,
            oversight_permissions,
            privacy,
            providers,
            recertifying,
            requirements,
            scan,
            verifying,
            worklist,
            workplaces,
        )
        from .permissions import PERMISSIONS
        from .reports import REPORTS, CampaignReport

        declare(*PERMISSIONS, *oversight_permissions.PERMISSIONS)
        privacy.register()
        guards.register()
        post_migrate.connect(requirements.write_requirements, sender=self, dispatch_uid="desk.requirements")
        feeds.register()
        leavers.register()
        for report in (*REPORTS, CampaignReport):
            catalogue.register(report)
        kinds.register(
            kinds.Kind("access.address", _("One's own sign-in address"), fixed=True),
            kinds.Kind(life.KIND, _("Deputies, and what a leaver leaves behind")),
            kinds.Kind("access.help", _("Help with one's own sign-in"), fixed=True),
            kinds.Kind(recertifying.KIND, _("Recertification of roles"), permission="access.recertification:view"),
            kinds.Kind(emergencies.KIND, _("Emergency rights"), permission="access.break_glass:review"),
            kinds.Kind("access.scan", _("Somebody holds roles that exclude each other"), permission="access.scan:run"),
        )
        approvals.register(helping.HELP)
        approvals.register(addresses.ADDRESS)
        handler(addresses.TELL, max_attempts=8, label=_("Send an e-mail"))(addresses.tell)
        admin_site.register()
        handler("access.scan", label=_("Look for conflicting roles"))(scan.work)
        handler(verifying.KIND, label=_("Verify the audit trail"))(verifying.work)
        handler("access.closing", label=_("Close roles and logins that have ended"))(closing.work)
        every("access.closing", kind="access.closing", minutes=1)
        every("access.scan", kind="access.scan", at=crontab(hour=2, minute=30))
        handler(workplaces.FILL, label=_("Keep the public holidays of the next year"))(workplaces.fill)
        every(workplaces.FILL, kind=workplaces.FILL, at=crontab(hour=3, minute=10, day_of_month=1))
        handler(recertifying.KIND, label=_("Begin and remind of recertifications"))(recertifying.work)
        every(recertifying.KIND, kind=recertifying.KIND, at=crontab(hour=5, minute=15))
        worklist.register(providers.approvals_waiting)
        worklist.register(recertifying.waiting)
        handler(emergencies.KIND, label=_("End emergency rights that are over"))(emergencies.work)
        every(emergencies.KIND, kind=emergencies.KIND, minutes=1)
        worklist.register(emergencies.waiting)
        worklist.register(life.roles_to_ask_for)
        worklist.register(life.missing_block_leave)
        worklist.register_takeovers(leavers.waiting)
        handler("access.takeovers", label=_("Hand over what leavers left behind"))(leavers.work)
        every("access.takeovers", kind="access.takeovers", at=crontab(hour=0, minute=20))
        feed.register(life.FEED)
        for verb in ("access.deputy.granted", "access.deputy.ended"):
            outbox.listen(verb, "desk.deputies", life.told_of_deputy)
        outbox.listen("organisation.person.left", "desk.leavers", leavers.told_of_leaver)
        outbox.listen("access.work.taken_over", "desk.takeovers", leavers.told_of_takeover)
        figures.register(counters.notices, 0)
        figures.register(counters.access, 10)
        figures.register(counters.trail, 10)
        figures.register(counters.reports, 60)
        search.register(providers.PEOPLE)
        palette.action(_("New person"), "desk:add_person", "organisation.person:add", "user-plus")
        palette.action(_("Request a role"), "desk:request_role", "access.grant:request", "key")
        palette.action(_("Look as another person"), "desk:view_as", "access.view_as:run", "eye")
        palette.action(_("Name a deputy"), "desk:name_deputy", "access.deputy:name", "users")
        palette.action(_("Plan block leave"), "desk:plan_block_leave", "access.block_leave:plan", "calendar")
        palette.action(_("My profile"), "profile", icon="id-badge-2")
        palette.action(_("Security"), "mfa_index", icon="shield-check")
        register(
            Department("desk", pgettext_lazy("portal", "Desk"), "home", 0),
            [
                Entry(_("My work"), "desk:work", icon="list-check", badge=worklist.count),
                Entry(_("Deputies"), "desk:deputies", icon="users", order=2),
                Entry(_("Block leave"), "desk:block_leaves", icon="calendar", order=3),
            ],
        )
        register(
            Department("administration", _("Administration"), "users-group", 90),
            [
                Entry(_("People"), "desk:people", "desk.people:view", "users", 1, also=("desk:view_as",)),
                Entry(_("Roles"), "desk:roles", "access.role:view", "key", 2),
                Entry(_("Granted roles"), "desk:grants", "access.role:view", "list-check", 3),
                Entry(_("Approvals"), "desk:approvals", "access.grant:approve", "clipboard-check", 4),
                Entry(_("Recertifications"), "desk:recertifications", "access.recertification:view", "checklist", 5),
                Entry(_("Emergency rights"), "desk:emergencies", emergencies.VIEW, "alert-triangle", 5),
                Entry(_("Exceptions from separation"), "desk:exceptions", "access.exception:view", "scale", 5),
                Entry(_("What if?"), "desk:what_if", "access.role:view", "search", 5),
                Entry(
                    _("Positions and their roles"),
                    "desk:positions",
                    "access.position:view",
                    "id-badge-2",
                    5,
                    also=("desk:units",),
                ),
                Entry(_("Terms"), "desk:terms", "access.term:view", "clock", 5),
                Entry(_("Background jobs"), "jobs:list", "jobs.job:view_all", "cpu", 6),
                Entry(_("Workplaces"), "desk:workplaces", "calendars.workplace:edit", "calendar", 6),
                Entry(_("System administration"), "admin:index", "desk.admin:open", "settings", 7),
            ],
        )
        register(
            Department("audit", _("Audit"), "eye", 95),
            [
                Entry(_("Evidence"), "desk:evidence", "desk.evidence:view", "checklist", 0),
                Entry(_("Audit trail"), "desk:audit", "records.audit:view", "history", 1),
                Entry(_("Verify"), "desk:verify", "records.audit:verify", "shield-check", 2),
            ],
        )
        for verb, sentence in WORDS.items():
            history.register_words(verb, sentence)


WORDS = {
    "access.denied": _("was refused {permission} by {rule}"),
    "calendars.workplace.opened": _("opened the workplace"),
    "calendars.workplace.hours": _("set the business hours"),
    "calendars.workplace.given": _("gave the {day} off: {name}"),
    "calendars.workplace.taken": _("took the {day} off the list: {name}"),
    "calendars.workplace.filled": _("kept the public holidays of {year}"),
    "access.approval.asked": _("asked for an approval"),
    "access.approval.approved": pgettext_lazy("history", "approved"),
    "access.approval.rejected": pgettext_lazy("history", "rejected"),
    "access.approval.withdrawn": _("withdrew the request"),
    "access.approval.void": _("found the request changed; it is void"),
    "access.grant.granted": _("granted the role {role}"),
    "access.grant.ended": _("ended the role with {on}"),
    "access.recertification.started": _("started a recertification of {count} roles by {reviewer}"),
    "access.recertification.signed": _("signed: {keep} kept, {remove} removed, {change} to be changed"),
    "access.recertification.handed_over": _("handed it over to {reviewer}"),
    "access.recertification.closed": _("closed the recertification"),
    "access.appointment.granted": _("granted the roles of the position"),
    "access.block_leave.cancelled": _("cancelled the block leave"),
    "access.block_leave.planned": _("planned block leave from {first} to {last}"),
    "access.deputy.ended": _("ended the deputy with {on}"),
    "access.deputy.granted": _("let the deputy stand in"),
    "access.position.defined": _("defined the position {name}"),
    "access.term.changed": _("set the term to {days} days"),
    "access.work.taken_over": _("left behind what {taker} takes over: {count}"),
    "access.user.closed": _("closed the login of who has left"),
    "access.break_glass.begun": _("broke the glass for {minutes} minutes: {reason}"),
    "access.break_glass.ended": _("ended the emergency rights"),
    "access.break_glass.reviewed": _("reviewed the emergency rights: {remark}"),
    "access.viewing.begun": _("{viewer} began to look as {person}"),
    "access.viewing.ended": _("{viewer} stopped looking as {person}"),
    "jobs.worker.restarted": _("restarted the worker"),
    "access.exception.granted": _("approved the exception; what makes up for it: {control}"),
    "access.exception.ended": _("ended the exception with {on}"),
    "access.profile.changed": _("set the separation profile to {profile}"),
    "access.help.given": _("gave help with signing in"),
    "access.help.link_shown": _("took the link for a new password"),
    "access.address.changed": _("changed the sign-in address"),
    "access.user.linked": _("linked the sign-in with the provider {provider}"),
    "access.session.ended": _("sessions ended: {count}"),
    "desk.requirement.reworded": _("put its words right"),
    "desk.feed.created": _("created an address for the calendar"),
    "desk.feed.revoked": _("revoked the address for the calendar"),
    "documents.document.stored": _("stored the document {name}"),
    "organisation.person.joined": _("added the person"),
    "organisation.person.changed": _("changed the data of the person"),
    "organisation.person.left": _("ended the employment with {on}"),
    "organisation.person.moved": _("moved the person to {position} from {on}"),
    "organisation.unit.led": _("named the head: {name}"),
}
