from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from foundation.access.models import User
from foundation.calendars.days import is_working_day
from foundation.jobs import handlers
from foundation.jobs.actions import enqueue
from foundation.jobs.models import Job
from foundation.notices import tasks
from foundation.notices.actions import choose_ways, mark_all_read, mark_read, notify
from foundation.notices.calc.digest import due_since
from foundation.notices.models import Notice
from foundation.notices.queries import unread_count
from foundation.organisation.models import Person
from foundation.records.actor import acting


@pytest.fixture
def told(hire):
    """Ada was told two things, Ben one."""
    ada, ben = hire("Ada Sommer"), hire("Ben Winter")
    with acting("system:test"):
        for person, title in ((ada, "First"), (ada, "Second"), (ben, "Other")):
            notify(person, title, "/work/")
    return ada, ben


def test_one_sees_ones_own_notices_newest_first(told):
    ada, ben = told
    assert [notice.title for notice in Notice.objects.visible_to(ada)] == ["Second", "First"]
    assert (unread_count(ada), unread_count(ben), unread_count(None)) == (2, 1, 0)


def test_reading_leaves_those_of_others_unread(told):
    ada, ben = told
    assert (mark_all_read(by=ada), mark_all_read(by=ada)) == (2, 0)
    assert (unread_count(ada), unread_count(ben)) == (0, 1)


@pytest.mark.parametrize("url", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_a_notice_never_leads_out_of_the_portal(told, url):
    with pytest.raises(ValueError, match="inside"), acting("system:test"):
        notify(told[0], "Look", url)


def test_a_notice_is_mailed_once_under_its_own_number(told, mailoutbox):
    with acting("system:test"):
        notice = notify(told[0], "Look", "/work/", kind="access.help")
    job = Job.objects.get(kind="notices.mail")
    assert handlers.run(job.pk)
    again(job)
    (mail,) = mailoutbox
    assert (mail.subject, mail.to) == ("Look", ["ada.sommer@example.com"])
    assert mail.extra_headers["Message-ID"].startswith(f"<notice-{notice.pk}@")


def test_a_mail_that_the_server_did_not_take_is_sent_later(told, mailoutbox, settings):
    with acting("system:test"):
        notify(told[0], "Look", "/work/", kind="access.help")
    job, kept = Job.objects.get(kind="notices.mail"), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    handlers.run(job.pk)
    job.refresh_from_db()
    assert (job.state, mailoutbox) == ("queued", [])
    settings.EMAIL_BACKEND = kept
    Job.objects.filter(pk=job.pk).update(not_before=None)
    handlers.run(job.pk)
    assert [mail.subject for mail in mailoutbox] == ["Look"]


@pytest.mark.parametrize(
    ("kind", "chosen", "way"),
    [
        ("reports.ready", None, "now"),
        ("reports.ready", "digest", "digest"),
        ("reports.ready", "portal", "portal"),
        ("general", None, "portal"),
        ("access.help", "portal", "now"),  # one's own sign-in: told at once, whatever one likes
    ],
)
def test_each_hears_of_a_kind_the_way_he_chose(told, kind, chosen, way):
    if chosen:
        choose_ways({kind: chosen}, by=told[0], hour=8)
    with acting("system:test"):
        notice = notify(told[0], "Look", "/work/", kind=kind)
    assert (notice.way, Job.objects.filter(kind="notices.mail").count()) == (way, way == "now")


def again(job):
    with acting("system:test"):
        Job.objects.filter(pk=job.pk).update(state="queued")
    assert handlers.run(job.pk)


@pytest.fixture
def yesterday(told):
    """Three notices of two kinds wait for Ada's mail of the day, one for Ben's."""
    for person in told:
        choose_ways({"reports.ready": "digest", "general": "digest"}, by=person, hour=0)
    with acting("system:test"):
        for person, title, kind in (
            (told[0], "Report A\r\nBcc: fremd@example.com", "reports.ready"),
            (told[0], "<b>Ding</b>", "general"),
            (told[0], "Report B", "reports.ready"),
            (told[1], "Report C", "reports.ready"),
        ):
            notify(person, title, "/work/", kind=kind)
        Notice.objects.update(created_at=timezone.now() - timedelta(days=1))
    return told


def send_digests():
    """As the clock does at each hour, for whoever's hour has come."""
    until = timezone.now().isoformat()
    with acting("system:test"):
        people = Notice.objects.for_digest().values_list("person", flat=True).distinct().order_by("person")
        jobs = [enqueue("notices.digest", key=f"{person} {until}", person=person, until=until) for person in people]
    for job in jobs:
        assert handlers.run(job.pk)
    return jobs


def test_one_mail_a_day_by_kind_as_text_and_html(yesterday, mailoutbox, settings):
    settings.PORTAL_URL = "https://portal.example.com"
    jobs = send_digests()
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["ada.sommer@example.com"], "3 neue Mitteilungen des Portals"),
        (["ben.winter@example.com"], "1 neue Mitteilung des Portals"),
    ]
    mail = mailoutbox[0]
    assert mail.body.splitlines() == [
        "Sonstiges", "- <b>Ding</b>", "", "Ein geplanter Bericht ist da", "- Report A Bcc: fremd@example.com",
        "- Report B", "", "Im Portal lesen: https://portal.example.com/notices/",
        "Auswählen, was per E-Mail kommt: https://portal.example.com/profile/notices/",
    ]  # fmt: skip
    ((html, kind),) = mail.alternatives
    assert ("&lt;b&gt;Ding" in html, "<b>Ding" in html, kind) == (True, False, "text/html")
    assert mail.message()["List-Unsubscribe"] == "<https://portal.example.com/profile/notices/>"
    assert mail.recipients() == ["ada.sommer@example.com"]
    for job in jobs:
        again(job)
    assert len(mailoutbox) == 2


def test_what_was_read_or_is_not_wanted_any_more_is_not_in_it(yesterday, mailoutbox):
    ada, ben = yesterday
    mark_read(Notice.objects.get(title="Report B"), by=ada)
    choose_ways({"general": "portal"}, by=ada, hour=0)
    mark_all_read(by=ben)
    send_digests()
    assert [(mail.to[0], mail.subject) for mail in mailoutbox] == [
        ("ada.sommer@example.com", "1 neue Mitteilung des Portals")
    ]


def test_who_has_left_gets_none_and_who_reads_english_an_english_one(yesterday, mailoutbox):
    ada, ben = yesterday
    with acting("system:test"):
        Person.objects.filter(pk=ada.pk).update(left_on=timezone.localdate() - timedelta(days=1))
        User.objects.create_user("ben.winter@example.com", person=ben, language="en")
    send_digests()
    assert [(mail.to[0], mail.subject) for mail in mailoutbox] == [
        ("ben.winter@example.com", "1 new notice of the portal")
    ]


def test_the_clock_asks_once_a_day_for_each_whose_hour_has_come(yesterday):
    tasks.digests(None, None)
    tasks.digests(None, None)
    asked = Job.objects.filter(kind="notices.digest").count()
    assert asked == (2 if is_working_day(timezone.localdate(), yesterday[0].calendar) else 0)


AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("now", "hour", "land", "due"),
    [
        (AT, 8, "", AT),
        (AT - timedelta(minutes=1), 8, "", None),
        (AT + timedelta(hours=5), 8, "", AT),
        (AT, 9, "", None),
        (AT - timedelta(days=1), 8, "", None),
        (datetime(2026, 8, 15, 8, tzinfo=UTC), 8, "", None),
        (datetime(2026, 1, 6, 8, tzinfo=UTC), 8, "BY", None),
        (datetime(2026, 1, 6, 8, tzinfo=UTC), 8, "HH", datetime(2026, 1, 6, 8, tzinfo=UTC)),
    ],
)
def test_when_the_mail_of_the_day_is_due(now, hour, land, due):
    assert due_since(now, hour, land) == due
