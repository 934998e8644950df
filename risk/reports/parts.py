"""What risk control itself tells in the daily report. Amounts in the currency of the company."""

from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.reports.catalogue import Section
from foundation.screens.templatetags.screens import percentage

from .. import sections
from ..choices import Light
from ..lights import in_words
from ..models import LimitBreach
from ..permissions import BOARD
from ..queries.breaches import live_on
from ..queries.holders import holders
from ..queries.incidents import reported_on
from ..queries.keyfigures import standings
from ..queries.use import fullest

MOST = 40


def use_of_limits(company, day):
    """Those that are used, the fullest first."""
    uses = [use for use in fullest(company, day) if use.used][:MOST]
    return Section(
        _("Exposure against limits"),
        [
            (_("Limit"), "text"),
            (_("Amount"), "amount"),
            (_("Used"), "amount"),
            (_("Free"), "amount"),
            (_("Utilisation"), "amount"),
        ],
        [
            [str(use.limit), use.limit.amount, use.used, use.limit.amount - use.used, _percent(use.percent)]
            for use in uses
        ],
        _("No limit that is in force is used."),
    )


def breaches(company, day):
    found = LimitBreach.objects.filter(exposure__company=company).select_related(
        "limit__counterparty", "limit__trader", "limit__desk", "exposure__trader"
    )
    return Section(
        _("Limit breaches"),
        [
            (_("Deal"), "text"), (_("Limit"), "text"), (_("Trader"), "text"), (_("Over by"), "amount"), (_("State"), "text"),
            (_("Until"), "date"), (_("Days"), "amount"),
        ],
        [
            [
                str(each.exposure), str(each.limit or _("No limit for the counterparty")), str(each.exposure.trader), each.over,
                each.get_state_display(), each.tolerated_until, str((day - timezone.localdate(each.opened_at)).days),
            ]
            for each in live_on(found.prefetch_related("exposure__subject"), day)
        ],
        _("No limit is broken."),
    )  # fmt: skip


def red_figures(company, day):
    rows = [each for each in standings(company, until=day) if each.light in (Light.RED, Light.AMBER)]
    rows.sort(key=lambda each: each.light != Light.RED)
    return Section(
        _("Key risk indicators that are red or amber"),
        [(_("Key figure"), "text"), (_("Value"), "text"), (_("Traffic light"), "text"), (_("Red from"), "text")],
        [
            [
                str(each.figure.label), in_words(each.last.value, each.figure.unit), Light(each.light).label,
                in_words(each.red, each.figure.unit),
            ]
            for each in rows
        ],
        _("All of them are green."),
    )  # fmt: skip


def new_incidents(company, day):
    return Section(
        _("New incidents"),
        [(_("Number"), "text"), (_("Happened"), "date"), (_("What happened"), "text"), (_("Loss"), "amount")],
        [[each.number, each.happened_on, each.short, each.loss] for each in reported_on(company, day)],
        _("Nothing was reported."),
    )


def distribution(company, day):
    people = list(holders(company.pk, "risk.head", *BOARD))
    return Section(
        _("Distribution list"),
        [(_("Name"), "text"), (_("Position"), "text")],
        [[str(person), person.job_title] for person in people],
        _("Nobody holds a role to whom it goes."),
    )


def register():
    sections.register(
        sections.Part("limits", 10, use_of_limits),
        sections.Part("breaches", 20, breaches),
        sections.Part("key_figures", 70, red_figures),
        sections.Part("incidents", 80, new_incidents),
        sections.Part("distribution", 90, distribution),
    )


def _percent(value):
    return "–" if value is None else f"{percentage(value)} %"
