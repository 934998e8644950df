from celery.schedules import crontab
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeskConfig(AppConfig):
    name = "foundation.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self):
        from foundation.access import approvals
        from foundation.access.permissions import declare
        from foundation.jobs.registry import handler
        from foundation.jobs.schedules import every
        from foundation.notices import kinds
        from foundation.screens import history, palette, search
        from foundation.screens.menu import Department, Entry, register

        from . import (
            addresses,
            admin_site,
            counters,
            feeds,
            figures,
            helping,
            privacy,
            providers,
            scan,
            verifying,
            worklist,
        )
        from .permissions import PERMISSIONS

        declare(*PERMISSIONS)
        privacy.register()
        feeds.register()
        kinds.register(
            kinds.Kind("access.address", _("One's own sign-in address"), fixed=True),
            kinds.Kind("access.help", _("Help with one's own sign-in"), fixed=True),
            kinds.Kind("access.scan", _("Somebody holds roles that exclude each other"), permission="access.scan:run"),
        )
        approvals.register(helping.HELP)
        approvals.register(addresses.ADDRESS)
        handler(addresses.TELL, max_attempts=8, label=_("Send an e-mail"))(addresses.tell)
        admin_site.register()
        handler("access.scan", label=_("Look for conflicting roles"))(scan.work)
        handler(verifying.KIND, label=_("Verify the audit trail"))(verifying.work)
        every("access.scan", kind="access.scan", at=crontab(hour=2, minute=30))
        worklist.register(providers.approvals_waiting)
        figures.register(counters.notices, 0)
        figures.register(counters.access, 10)
        figures.register(counters.trail, 10)
        figures.register(counters.reports, 60)
        search.register(providers.PEOPLE)
        palette.action(_("New person"), "desk:add_person", "organisation.person:add", "user-plus")
        palette.action(_("Request a role"), "desk:request_role", "access.grant:request", "key")
        palette.action(_("My profile"), "profile", icon="id-badge-2")
        palette.action(_("Security"), "mfa_index", icon="shield-check")
        register(
            Department("desk", _("Desk"), "home", 0),
            [Entry(_("My work"), "desk:work", icon="list-check", badge=worklist.count)],
        )
        register(
            Department("administration", _("Administration"), "users-group", 90),
            [
                Entry(_("People"), "desk:people", "desk.people:view", "users", 1),
                Entry(_("Roles"), "desk:roles", "access.role:view", "key", 2),
                Entry(_("Granted roles"), "desk:grants", "access.role:view", "list-check", 3),
                Entry(_("Approvals"), "desk:approvals", "access.grant:approve", "clipboard-check", 4),
                Entry(_("Background jobs"), "jobs:list", "jobs.job:view_all", "cpu", 5),
                Entry(_("System administration"), "admin:index", "desk.admin:open", "settings", 6),
            ],
        )
        register(
            Department("audit", _("Audit"), "eye", 95),
            [
                Entry(_("Audit trail"), "desk:audit", "records.audit:view", "history", 1),
                Entry(_("Verify"), "desk:verify", "records.audit:verify", "shield-check", 2),
            ],
        )
        for verb, sentence in WORDS.items():
            history.register_words(verb, sentence)


WORDS = {
    "access.approval.asked": _("asked for an approval"),
    "access.approval.approved": pgettext_lazy("history", "approved"),
    "access.approval.rejected": pgettext_lazy("history", "rejected"),
    "access.approval.withdrawn": _("withdrew the request"),
    "access.approval.void": _("found the request changed; it is void"),
    "access.grant.granted": _("granted the role {role}"),
    "access.grant.ended": _("ended the role with {on}"),
    "access.help.given": _("gave help with signing in"),
    "access.help.link_shown": _("took the link for a new password"),
    "access.address.changed": _("changed the sign-in address"),
    "access.user.linked": _("linked the sign-in with the provider {provider}"),
    "access.session.ended": _("sessions ended: {count}"),
    "desk.feed.created": _("created an address for the calendar"),
    "desk.feed.revoked": _("revoked the address for the calendar"),
    "documents.document.stored": _("stored the document {name}"),
    "organisation.person.joined": _("added the person"),
    "organisation.person.changed": _("changed the data of the person"),
    "organisation.person.left": _("ended the employment with {on}"),
}
