"""Notices by e-mail."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from foundation.jobs.registry import handler
from foundation.records.actor import acting

from .actions import language_of
from .models import Notice


@handler("notices.mail", max_attempts=8, label=_("Send an e-mail"))
def mail(job, progress):
    """Sends once at most: it is written down before it leaves, and a second attempt finds it written. What the server
    did not take is tried again for a quarter of an hour."""
    notice = Notice.objects.select_related("person").get(pk=job.args["notice"])
    with acting("system:notices"):
        claimed = Notice.objects.filter(pk=notice.pk, sent_at=None).update(sent_at=timezone.now())
    if claimed and notice.person.is_employed(timezone.localdate()):
        _send(notice)
    return {}


def _send(notice):
    try:
        with translation.override(language_of(notice.person)):
            _message(notice).send()
    except OSError:
        with acting("system:notices"):
            Notice.objects.filter(pk=notice.pk).update(sent_at=None)
        raise


def _message(notice):
    body = _("{title}\n\nPlease sign in to the portal; you find this under “Notices”.").format(title=notice.title)
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ")
    return EmailMessage(
        notice.title, body, to=[notice.person.email], headers={"Message-ID": f"<notice-{notice.pk}@{host}>"}
    )
