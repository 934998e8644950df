"""Every minute: what ended at midnight is closed."""

from django.utils import timezone

from foundation.access.actions.closing import close_what_ended


def work(job, progress):
    return close_what_ended(timezone.now())
