"""Incidents: reported by anybody, analysed and closed by risk control (BTR 4)."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.access.gate import check
from foundation.lib.errors import BusinessError
from foundation.notices.actions import notify
from foundation.records import numbers
from foundation.records.actor import acting
from foundation.records.audit import happened
from foundation.records.guards import speaking
from foundation.records.states import move
from foundation.screens.templatetags.screens import amount as in_words

from ..choices import INCIDENT_TRANSITIONS
from ..errors import DecidedMeanwhile
from ..models import Incident, MaterialLoss
from ..permissions import BOARD
from ..queries.holders import holders
from ..queries.incidents import material_from

REPORT, ANALYSE, MATERIAL = "risk.incident:report", "risk.incident:analyse", "risk.material_loss:edit"
NOTICE = "risk.material_loss"


def report_incident(*, by, company, what, happened_on, unit=None, estimate=None, near_miss=False, done=""):
    """The report of an employee, in his own name. A material loss is told at once."""
    incident = Incident(
        company=company, what=what, happened_on=happened_on, unit=unit, estimate=estimate, near_miss=near_miss,
        done=done, reported_by=by,
    )  # fmt: skip
    check(by, REPORT, incident)
    _in_the_past(happened_on, "happened_on")
    if estimate is not None and estimate < 0:
        raise BusinessError("risk.loss_negative", _("A loss is not negative."), field="estimate")
    with acting(by), speaking():
        year = timezone.localdate().year
        number = numbers.take(f"risk.incident:{company.pk}:{year}")
        incident.number = f"V-{year}-{number:04}"
        incident.save(force_insert=True)
        happened("risk.incident.reported", subject=incident, number=incident.number)
        _tell_if_material(incident)
        return incident


def analyse_incident(
    incident, *, by, event_type, business_line, found_on, cause, gross=0, recoveries=0, subject=None, **facts
):
    """What it was and what it cost. May be said anew until the incident is closed."""
    check(by, ANALYSE, incident)
    _in_the_past(found_on, "found_on")
    if found_on < incident.happened_on:
        raise BusinessError("risk.found_before", _("It cannot be found before it happened."), field="found_on")
    if not 0 <= recoveries <= gross:
        raise BusinessError("risk.recoveries", _("No more can be recovered than was lost."), field="recoveries")
    if facts.get("near_miss") and gross:
        raise BusinessError("risk.near_miss_free", _("A near miss costs nothing."), field="near_miss")
    facts["subject_table"], facts["subject_key"] = _address(subject)
    with acting(by), speaking():
        _move(
            incident, "analyse", event_type=event_type, business_line=business_line, found_on=found_on, cause=cause,
            gross=gross, recoveries=recoveries, analysed_by=by, **facts,
        )  # fmt: skip
        incident.refresh_from_db()
        _tell_if_material(incident)
        return incident


def close_incident(incident, *, by):
    check(by, ANALYSE, incident)
    with acting(by), speaking():
        _move(incident, "close", closed_by=by, closed_at=timezone.now())


def reopen_incident(incident, *, by, reason):
    check(by, ANALYSE, incident)
    with acting(by, reason), speaking():
        _move(incident, "reopen", closed_by=None, closed_at=None)


def set_material_loss(*, by, company, amount, reason):
    threshold = MaterialLoss(company=company, amount=amount, reason=reason, set_by=by)
    check(by, MATERIAL, threshold)
    if amount <= 0:
        raise BusinessError("risk.material_amount", _("The threshold is more than nothing."), field="amount")
    with acting(by, reason):
        threshold.save(force_insert=True)
        happened("risk.material_loss.set", subject=threshold, amount=amount)
        return threshold


def _move(incident, event, **facts):
    state = move(incident, INCIDENT_TRANSITIONS, event, otherwise=DecidedMeanwhile(), **facts)
    happened("risk.incident.reopened" if event == "reopen" else f"risk.incident.{state}", subject=incident)


def _tell_if_material(incident):
    """Once, to the head of risk control and the management."""
    threshold = material_from(incident.company_id)
    if threshold is None or incident.loss < threshold or incident.material_at:
        return
    Incident.objects.filter(pk=incident.pk).update(material_at=timezone.now())
    facts = {"number": incident.number, "amount": in_words(incident.loss)}
    title = _("Material loss: incident {number}, {amount}")
    for person in holders(incident.company_id, "risk.head", *BOARD):
        notify(person, _Sentence(title, facts), incident.get_absolute_url(), kind=NOTICE)
    happened("risk.incident.material", subject=incident, amount=incident.loss)


class _Sentence:
    """Said in the language of whoever is told."""

    def __init__(self, text, facts):
        self.text, self.facts = text, facts

    def __str__(self):
        return str(self.text).format(**self.facts)


def _address(subject):
    return (subject._meta.db_table, str(subject.pk)) if subject is not None else ("", "")


def _in_the_past(day, field):
    if day > timezone.localdate():
        raise BusinessError("risk.in_future", _("This day has not come yet."), field=field)
