"""A role ends while its holder is at work."""

from datetime import timedelta

from django.utils import timezone

from accounting.models import Entry
from foundation.access.actions.roles import end_grant
from foundation.access.models import RoleGrant

ENTRIES = "/accounting/entries/"
POSTING = f"{ENTRIES}posting/"


def test_what_was_opened_with_a_role_is_not_sent_without_it(books, capture, client_of):
    entry = capture()
    client = client_of(books.second)
    form = client.get(f"{POSTING}?entry={entry.pk}").context["form"]
    sent = {"command_id": form["command_id"].value(), "entry": entry.pk}
    assert ENTRIES in client.get("/").content.decode()

    grant = RoleGrant.objects.get(person=books.second, role="back.accounting")
    end_grant(grant, by=books.admin, on=timezone.localdate() - timedelta(days=1))

    answer = client.post(POSTING, sent)
    assert answer.status_code == 403
    assert "Ihre Rolle dafür gilt heute nicht." in answer.content.decode()
    assert Entry.objects.get().state == "draft"
    assert ENTRIES not in client.get("/").content.decode()
