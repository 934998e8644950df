"""What the home page tells of the installation, to those who look after it."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.policy import can
from foundation.desk.figures import Figure
from foundation.jobs.choices import State as JobState
from foundation.jobs.models import Job
from foundation.lib.dates import format_date, midnight
from foundation.screens.templatetags.screens import clock, day

from . import doctor
from .models import Condition
from .safekeeping import nightly
from .watch import BACKUP_AGE

WEEK = timedelta(days=7)
TONES = {doctor.State.OK: "good", doctor.State.WARN: "wait", doctor.State.BAD: "bad"}


def figures(person):
    if can(person, "backoffice.system:view"):
        yield _state()
    if can(person, "desk.admin:open"):
        yield _failed()
        yield _backup()
        disk = doctor.disk()
        yield Figure(disk.subject, disk.text.rstrip("."), url=reverse("system"), tone=TONES[disk.state])


def _state():
    """As it was found at the last look, five minutes ago at most."""
    states = list(Condition.objects.values_list("state", flat=True))
    worst = max(states, key=list(TONES).index, default=doctor.State.OK)
    words = {doctor.State.OK: _("well"), doctor.State.WARN: _("look at it"), doctor.State.BAD: _("not well")}
    well = _("{well} of {parts} parts are well").format(well=states.count(doctor.State.OK), parts=len(states))
    return Figure(_("State of the portal"), words[worst], well if states else "", reverse("system"), TONES[worst])


def _failed():
    since = timezone.localdate() - WEEK
    count = Job.objects.filter(state=JobState.FAILED, finished_at__gte=midnight(since)).count()
    url = f"{reverse('jobs:list')}?state={JobState.FAILED}&finished_from={format_date(since)}"
    return Figure(_("Failed jobs"), count, _("of the last 7 days"), url, "bad" if count else "good")


def _backup():
    """A backup counts when it was restored for a trial; the job is done only then."""
    done = Job.objects.filter(kind=nightly.BACKUP, state=JobState.DONE, finished_at__isnull=False)
    last = done.order_by("-finished_at").values_list("finished_at", flat=True).first()
    late = last is None or last < timezone.now() - BACKUP_AGE
    note = _("{time}, restored for a trial and verified").format(time=clock(last)) if last else ""
    value = day(timezone.localdate(last)) if last else _("no backup yet")
    return Figure(_("Last backup"), value, note, reverse("system"), "wait" if late else "good")
