"""What waits in the books: drafts for whoever posts them, bank lines for whoever books them."""

from datetime import datetime, time

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation.access.policy import can
from foundation.desk.worklist import WorkItem

from .actions.payments import RELEASE
from .choices import EntryState, PaymentState
from .models import BankLine, Entry, Occurrence, PaymentOrder

KIND = _("Accounting")


def waiting(person):
    if can(person, "accounting.entry:post"):
        drafts = Entry.objects.visible_to(person).drafts().exclude(captured_by=person)
        found = drafts.aggregate(count=Count("pk"), first=Min("captured_at"))
        if count := found["count"]:
            title = ngettext("Post {count} draft", "Post {count} drafts", count).format(count=count)
            yield WorkItem(title, f"{reverse('accounting:entries')}?state={EntryState.DRAFT}", KIND, found["first"])
    if can(person, RELEASE):
        orders = PaymentOrder.objects.visible_to(person).filter(state=PaymentState.ORDERED).exclude(ordered_by=person)
        found = orders.aggregate(count=Count("pk"), first=Min("ordered_at"), due=Min("due"))
        if count := found["count"]:
            title = ngettext("Release {count} payment", "Release {count} payments", count).format(count=count)
            address = f"{reverse('accounting:payments')}?state={PaymentState.ORDERED}"
            yield WorkItem(title, address, KIND, found["first"], found["due"])
    if can(person, "accounting.entry:capture"):
        yield from _recurring(person)
    if can(person, "accounting.bank:book"):
        found = BankLine.objects.visible_to(person).open().aggregate(count=Count("pk"), first=Min("booking_date"))
        if count := found["count"]:
            title = ngettext("Book {count} bank line", "Book {count} bank lines", count).format(count=count)
            morning = timezone.make_aware(datetime.combine(found["first"], time.min))
            yield WorkItem(title, reverse("accounting:bank"), KIND, morning)


def _recurring(person):
    """The own drafts to look at; and what could not be written, with the reason."""
    occurrences, address = Occurrence.objects.visible_to(person), reverse("accounting:occurrences")
    found = occurrences.to_check().filter(entry__captured_by=person).aggregate(count=Count("pk"), first=Min("noted_at"))
    if count := found["count"]:
        title = ngettext("Check {count} recurring draft", "Check {count} recurring drafts", count).format(count=count)
        yield WorkItem(title, f"{address}?waits=to_check", KIND, found["first"])
    for row in occurrences.refused().order_by().values("problem").annotate(count=Count("pk"), first=Min("noted_at")):
        sentence = ngettext(
            "{count} recurring entry was not written: {reason}",
            "{count} recurring entries were not written: {reason}",
            row["count"],
        )
        yield WorkItem(
            sentence.format(count=row["count"], reason=row["problem"]), f"{address}?waits=refused", KIND, row["first"]
        )
