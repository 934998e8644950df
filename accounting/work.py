"""What waits in the books: drafts for whoever posts them, bank lines for whoever books them."""

from datetime import datetime, time

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.access.policy import can
from foundation.desk.worklist import WorkItem

from .choices import EntryState
from .models import BankLine, Entry

KIND = _("Accounting")


def waiting(person):
    if can(person, "accounting.entry:post"):
        drafts = Entry.objects.visible_to(person).drafts().exclude(captured_by=person)
        found = drafts.aggregate(count=Count("pk"), first=Min("captured_at"))
        if count := found["count"]:
            title = ngettext("Post {count} draft", "Post {count} drafts", count).format(count=count)
            yield WorkItem(title, f"{reverse('accounting:entries')}?state={EntryState.DRAFT}", KIND, found["first"])
    if can(person, "accounting.bank:book"):
        found = BankLine.objects.visible_to(person).open().aggregate(count=Count("pk"), first=Min("booking_date"))
        if count := found["count"]:
            title = ngettext("Book {count} bank line", "Book {count} bank lines", count).format(count=count)
            morning = timezone.make_aware(datetime.combine(found["first"], time.min))
            yield WorkItem(title, reverse("accounting:bank"), KIND, morning)
