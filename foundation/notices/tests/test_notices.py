import pytest

from foundation.jobs import handlers
from foundation.jobs.models import Job
from foundation.notices.actions import mark_all_read, notify
from foundation.notices.models import Notice
from foundation.notices.queries import unread_count
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
        notice = notify(told[0], "Look", "/work/", mail=True)
    job = Job.objects.get(kind="notices.mail")
    assert handlers.run(job.pk)
    with acting("system:test"):
        Job.objects.filter(pk=job.pk).update(state="queued")
    assert handlers.run(job.pk)
    (mail,) = mailoutbox
    assert (mail.subject, mail.to) == ("Look", ["ada.sommer@example.com"])
    assert mail.extra_headers["Message-ID"].startswith(f"<notice-{notice.pk}@")


def test_a_mail_that_the_server_did_not_take_is_sent_later(told, mailoutbox, settings):
    with acting("system:test"):
        notify(told[0], "Look", "/work/", mail=True)
    job, kept = Job.objects.get(kind="notices.mail"), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    handlers.run(job.pk)
    job.refresh_from_db()
    assert (job.state, mailoutbox) == ("queued", [])
    settings.EMAIL_BACKEND = kept
    Job.objects.filter(pk=job.pk).update(not_before=None)
    handlers.run(job.pk)
    assert [mail.subject for mail in mailoutbox] == ["Look"]
