"""The life of a schedule, told step by step. Mara leads the back office; Bert and Bea keep the books."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from conftest import fresh
from foundation.access.decisions import Denied
from foundation.access.models import RoleGrant
from foundation.jobs import handlers
from foundation.jobs.choices import State
from foundation.lib.errors import BusinessError
from foundation.notices.models import Notice
from foundation.records.actor import acting
from foundation.reports.actions.schedules import (
    create_schedule,
    end_schedule,
    pause_schedule,
    resume_schedule,
    start_due,
)
from foundation.reports.calc.due import BERLIN
from foundation.reports.choices import Every, On, ScheduleState, Span
from foundation.reports.models import ReportDelivery, ReportRun, ReportSchedule

MONTHLY = {"every": Every.MONTH, "on": On.WORKING_DAY, "number": 1, "at": time(7), "span": Span.PREVIOUS_MONTH}


def scheduled(house, *, recipients=(), formats=("csv",), **changes):
    return create_schedule(
        by=fresh(house.manager), report=house.report, recipients=recipients, formats=list(formats), **MONTHLY | changes
    )


def started(schedule, later=timedelta(minutes=5)):
    """What the clock does a few minutes after it fell due."""
    found = ReportSchedule.objects.select_related("owner", "company").get(pk=schedule.pk)
    return start_due(found, found.next_due_at + later)


def finished(run):
    handlers.run(run.job_id)
    return ReportRun.objects.select_related("job").get(pk=run.pk)


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("title", flat=True))


def take_rights_from(person):
    with acting("system:test"):
        RoleGrant.objects.filter(person=person).exclude(role="staff").update(
            valid_to=RoleGrant.objects.filter(person=person).first().valid_from
        )


def state_of(schedule):
    schedule.refresh_from_db()
    return schedule.state, bool(schedule.paused_because)


def download(client, run, format="csv"):
    return client.get(reverse("reports:download", args=[run.key, format])).status_code


def test_it_is_due_on_the_first_working_day(house):
    schedule = scheduled(house)
    due = schedule.next_due_at.astimezone(BERLIN)
    assert (due.time(), due.date().weekday() < 5, due.day <= 5) == (time(7), True, True)


def test_when_due_it_runs_for_its_owner_and_reaches_its_recipients(house, client_of):
    schedule = scheduled(house, recipients=[house.back, house.second], formats=("csv", "xlsx"))
    run = finished(started(schedule))
    assert (run.requested_by, run.due_at, run.job.state) == (house.manager, schedule.next_due_at, State.DONE)
    assert {delivery.person for delivery in run.deliveries.all()} == {house.manager, house.back, house.second}
    assert [told(person) for person in (house.manager, house.back)] == [["Der Bericht „Sizes“ liegt bereit."]] * 2
    back = client_of(house.back)
    assert [download(back, run, format) for format in ("csv", "xlsx", "pdf")] == [200, 200, 404]
    assert download(client_of(house.auditor), run) == 404


def test_two_clocks_make_one_run(house):
    schedule = scheduled(house)
    seen_by_both = ReportSchedule.objects.select_related("owner", "company").get(pk=schedule.pk)
    now = seen_by_both.next_due_at
    assert [bool(start_due(seen_by_both, now)) for _clock in range(2)] == [True, False]
    assert ReportRun.objects.count() == 1


def test_a_due_time_has_one_run_whatever_the_clock_says(house):
    schedule = scheduled(house)
    run = started(schedule)
    with pytest.raises(IntegrityError), acting("system:test"):
        run.pk, run.key = None, "5b7c7e0a-2f1d-4b53-9b0b-1d9a1c1e0f11"
        run.save(force_insert=True)


def test_after_a_standstill_it_is_made_up_for_once(house):
    schedule = scheduled(house)
    assert started(schedule, later=timedelta(days=200))
    assert started(schedule, later=timedelta(0))
    assert ReportRun.objects.count() == 2
    first, second = ReportRun.objects.order_by("pk").values_list("due_at", flat=True)
    assert second - first > timedelta(days=200)


def test_a_job_killed_after_writing_tells_nobody_twice(house):
    run = finished(started(scheduled(house, recipients=[house.back])))
    run.job.state = State.QUEUED
    run.job.save()
    finished(run)
    assert (len(told(house.back)), ReportDelivery.objects.count()) == (1, 2)


def test_an_owner_who_may_no_longer_pauses_it_before_the_run(house):
    schedule = scheduled(house, recipients=[house.back])
    take_rights_from(house.manager)
    assert started(schedule) is None
    assert (state_of(schedule), ReportRun.objects.count()) == ((ScheduleState.PAUSED, True), 0)
    assert [len(told(person)) for person in (house.manager, house.sysadmin, house.back)] == [1, 1, 0]


def test_a_right_that_ends_between_wish_and_run_leaves_no_file(house):
    schedule = scheduled(house, recipients=[house.back])
    run = started(schedule)
    take_rights_from(house.manager)
    run = finished(run)
    assert (run.job.state, run.is_finished, ReportDelivery.objects.count()) == (State.REFUSED, False, 0)
    assert state_of(schedule) == (ScheduleState.PAUSED, True)
    assert len(told(house.sysadmin)) == 1


def test_who_may_not_read_it_at_delivery_is_left_out(house, client_of):
    run = started(scheduled(house, recipients=[house.back, house.second]))
    take_rights_from(house.back)
    run = finished(run)
    assert (told(house.back), len(told(house.second))) == ([], 1)
    assert told(house.manager) == ["Der Bericht „Sizes“ liegt bereit. Nicht zugestellt an: Bert Buch"]
    assert download(client_of(house.back), run) == 404


def test_a_right_that_ends_after_delivery_refuses_the_download(house, client_of):
    run = finished(started(scheduled(house, recipients=[house.back])))
    take_rights_from(house.back)
    assert download(client_of(house.back), run) == 403


def test_what_cannot_be_asked_pauses_it(house):
    schedule = scheduled(house, span=Span.PREVIOUS_YEAR)
    assert started(schedule) is None
    assert (state_of(schedule), schedule.paused_because) == ((ScheduleState.PAUSED, True), "There is no year before.")


def test_it_rests_resumes_and_ends(house):
    schedule = scheduled(house)
    owner = fresh(house.manager)
    pause_schedule(schedule, by=owner)
    assert (started(schedule), state_of(schedule)) == (None, (ScheduleState.PAUSED, False))
    with pytest.raises(BusinessError):
        pause_schedule(schedule, by=owner)
    resume_schedule(schedule, by=owner)
    assert started(schedule)
    end_schedule(schedule, by=owner)
    assert (started(schedule), state_of(schedule)) == (None, (ScheduleState.ENDED, False))


def test_only_people_who_may_read_it_receive_it(house):
    with pytest.raises(BusinessError) as error:
        scheduled(house, recipients=[house.front])
    assert (error.value.code, error.value.field) == ("schedule.recipients", "recipients")


def test_only_managers_schedule_and_only_the_owner_changes(house):
    with pytest.raises(Denied):
        create_schedule(by=fresh(house.back), report=house.report, recipients=[], formats=["csv"], **MONTHLY)
    schedule = scheduled(house)
    for stranger in (house.back, house.sysadmin, house.auditor):
        with pytest.raises(Denied):
            pause_schedule(schedule, by=fresh(stranger))
    sees = [ReportSchedule.objects.visible_to(fresh(person)).count() for person in (house.back, house.sysadmin)]
    assert sees == [0, 1]


@pytest.mark.parametrize(
    ("code", "bypass"),
    [
        ("reports.schedule_owner", lambda s, other: ReportSchedule.objects.bulk_create([copied(s)])),
        ("reports.schedule_owner", lambda s, other: s.recipients.add(other)),
        ("reports.schedule_owner", lambda s, other: s.recipients.clear()),
        ("reports.schedule_kept", lambda s, other: ReportSchedule.objects.update(owner=other)),
        ("reports.schedule_kept", lambda s, other: ReportSchedule.objects.update(formats=["pdf"])),
        ("reports.schedule_kept", lambda s, other: ReportSchedule.objects.filter(pk=s.pk)._raw_delete("default")),
        ("reports.finished", lambda s, other: ReportRun.objects.update(requested_by=other)),
        ("reports.finished", lambda s, other: ReportDelivery.objects.update(person=other)),
        ("reports.finished", lambda s, other: ReportDelivery.objects.all().delete()),
    ],
)
def test_the_database_refuses_what_others_try(house, code, bypass):
    schedule = scheduled(house, recipients=[house.back])
    finished(started(schedule))
    with pytest.raises(IntegrityError, match=code), acting(house.sysadmin):
        bypass(schedule, house.second)


def copied(schedule):
    copy = ReportSchedule.objects.get(pk=schedule.pk)
    copy.pk = None
    return copy


def test_the_same_rhythm_in_summer_and_winter_shows_the_same_clock(house):
    schedule = scheduled(house, on=On.DAY, number=15)
    clocks = set()
    for _month in range(12):
        clocks.add(ReportSchedule.objects.get(pk=schedule.pk).next_due_at.astimezone(BERLIN).time())
        started(schedule)
    assert (clocks, ReportRun.objects.count()) == ({time(7)}, 12)
