"""How the portal is at work, beside what the doctor sees of it at rest; remembered, so that a page can say since when."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.access.policy import can
from foundation.jobs.choices import State as JobState
from foundation.jobs.handlers import due
from foundation.jobs.models import Job
from foundation.jobs.queries import worker_seen_at
from foundation.jobs.registry import handler
from foundation.jobs.schedules import every
from foundation.notices import kinds
from foundation.notices.actions import language_of, notify
from foundation.organisation.models import Person
from foundation.records import seals
from foundation.records.actor import acting
from foundation.screens.templatetags.screens import moment

from .doctor import Finding, State, checks
from .models import Condition
from .safekeeping import nightly

KIND = "system.watch"
PATIENCE = timedelta(minutes=5)
BACKUP_AGE = timedelta(hours=26)
DAY = timedelta(days=1)


def register():
    handler(KIND, label=gettext_lazy("Look after the portal"))(work)
    every(KIND, kind=KIND, minutes=5)
    kinds.register(
        kinds.Kind("system.fault", gettext_lazy("A part of the portal does not work"), permission="desk.admin:open")
    )


def work(job, progress):
    return {"bad": [part for part, finding in remember(all_checks(), timezone.now()) if finding.state is State.BAD]}


def all_checks() -> Iterator[Callable[[], Finding]]:
    yield from checks()
    yield from (worker, waiting, failures, sealing, backups, verification)


def remember(looks: Iterable[Callable[[], Finding]], now: datetime) -> list[tuple[str, Finding]]:
    """Looks at every part, notes what has changed, and tells the administrators what has become bad."""
    found = [(check, check()) for check in looks]
    known = dict(Condition.objects.values_list("part", "state"))
    with acting("system:watch"):
        for check, finding in found:
            if known.get(check.__name__) != finding.state:
                states = {"state": finding.state, "since": now, "checked_at": now}
                Condition.objects.update_or_create(part=check.__name__, defaults=states)
                if finding.state is State.BAD:
                    _tell(check)
        Condition.objects.update(checked_at=now)
    return [(check.__name__, finding) for check, finding in found]


def _tell(check):
    for person in Person.objects.employed(timezone.localdate()):
        if can(person, "desk.admin:open"):
            with translation.override(language_of(person)):
                title = _("A part of the portal does not work: {part}").format(part=check().subject)
            notify(person, title, reverse("system"), kind="system.fault")


def worker() -> Finding:
    seen = worker_seen_at()
    if seen is None or seen < timezone.now() - PATIENCE:
        text = _("No worker has been seen since %(time)s.") % {"time": moment(seen) if seen else "–"}
        return Finding(_("Worker"), State.BAD, text, _("Start the worker; waiting jobs then run by themselves."))
    return Finding(_("Worker"), State.OK, _("Seen at work: %(time)s.") % {"time": moment(seen)})


def waiting() -> Finding:
    count = due(timezone.now()).filter(created_at__lt=timezone.now() - PATIENCE).count()
    if count:
        text = _("%(count)s jobs have waited for more than five minutes.") % {"count": count}
        return Finding(_("Waiting jobs"), State.WARN, text, _("Start more workers."))
    return Finding(_("Waiting jobs"), State.OK, _("Nothing waits for long."))


def failures() -> Finding:
    count = Job.objects.filter(state=JobState.FAILED, finished_at__gt=timezone.now() - DAY).count()
    if count:
        text = _("%(count)s jobs failed since yesterday.") % {"count": count}
        return Finding(_("Failed jobs"), State.WARN, text, _("Read in the list of jobs why, and start them again."))
    return Finding(_("Failed jobs"), State.OK, _("None since yesterday."))


def sealing() -> Finding:
    last = seals.last_seal()
    if last is None or last.at < timezone.now() - PATIENCE and seals.has_unsealed():
        text = _("New events of the audit trail are not sealed.")
        return Finding(_("Audit trail"), State.BAD, text, _("Start worker and clock; they seal every minute."))
    return Finding(_("Audit trail"), State.OK, _("Last sealed: %(time)s.") % {"time": moment(last.at)})


def backups() -> Finding:
    if not settings.BACKUP_DIR:
        state = State.OK if settings.DEMO else State.WARN
        return Finding(_("Backup"), state, _("None is made."), _("Name a folder in BACKUP_DIR."))
    return _last_of(nightly.BACKUP, _("Backup"), _("Saved, restored and verified: %(time)s."))


def verification() -> Finding:
    return _last_of(nightly.VERIFY, _("Books, files, audit trail"), _("Verified: %(time)s."))


def _last_of(kind, subject, praise):
    """Nothing yet is no fault: the first night is still to come."""
    last = Job.objects.filter(kind=kind, finished_at__isnull=False).order_by("-finished_at").first()
    if last is None:
        return Finding(subject, State.OK, _("The first night is still to come."))
    if last.state != JobState.DONE:
        return Finding(subject, State.BAD, last.error)
    text = praise % {"time": moment(last.finished_at)}
    if last.finished_at < timezone.now() - BACKUP_AGE:
        return Finding(subject, State.BAD, text, _("Start worker and clock."))
    return Finding(subject, State.OK, text)
