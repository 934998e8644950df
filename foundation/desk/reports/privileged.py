"""B8: emergency rights, looks as another person, and what holders of privileged roles did. BAIT 6."""

from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.organisation.models import Person
from foundation.reports.evidence import EvidenceReport
from foundation.screens.history import in_words

from ..queries import acts_of_privileged, glasses_between, subjects_of, viewings_between


class PrivilegedUseReport(EvidenceReport):
    code = "access.privileged"
    reference = "B8"
    name = gettext_lazy("Privileged use")
    description = gettext_lazy("Emergency rights, looks as another person, and acts of holders of privileged roles.")
    permission = "access.evidence:view"

    def build(self, person, params, progress):
        people, span = Person.objects.visible_to(person), (params["first"], params["last"])
        glasses = list(glasses_between(*span).filter(person__in=people))
        viewings = list(viewings_between(*span).filter(viewer__in=people))
        acts = list(acts_of_privileged(*span, people=people))
        lines = chain(map(_glass, glasses), map(_viewing, viewings), _acts(acts))
        return self.sheet(
            person,
            params,
            [
                (_("Time"), "moment"),
                (_("Person"), "text"),
                (_("Kind"), "text"),
                (_("About"), "text"),
                (_("What"), "text"),
                (_("Reason"), "text"),
                (_("Review"), "text"),
            ],
            sorted(lines, key=lambda line: line[0]),
            [
                (_("Emergency rights"), len(glasses)),
                (_("Looks as another person"), len(viewings)),
                (_("Acts with privileged roles"), len(acts)),
            ],
        )


def _glass(glass):
    what = _("{minutes} minutes, {state}").format(minutes=glass.minutes, state=glass.get_state_display())
    review = f"{glass.reviewer}: {glass.get_finding_display()}" if glass.reviewer else _("open")
    return [
        glass.begun_at or glass.asked_at,
        str(glass.person),
        _("Emergency rights"),
        str(glass),
        what,
        glass.reason,
        review,
    ]


def _viewing(viewing):
    what = _("as {person}").format(person=viewing.person)
    return [
        viewing.began_at,
        str(viewing.viewer),
        _("Look as another person"),
        str(viewing.person),
        what,
        viewing.reason,
        "",
    ]


def _acts(events):
    about = subjects_of(events)
    for event, told in zip(events, in_words(events), strict=True):
        yield [told.at, told.who, _("Privileged role"), about[event.pk], told.sentence, told.reason, ""]
